/** The sums of a Gram matrix by WebAssembly vector instructions, where the platform has and allows them. */
import { gramModuleBytes } from './gram-simd-module.ts';

interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}

/** What this file uses of the global WebAssembly, which is part of every platform but of no ECMAScript library. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Memory: new (size: { initial: number }) => WasmMemory;
  readonly Instance: new (module: object, imports: Record<string, Record<string, WasmMemory>>) => WasmInstance;
};

type AddBlock = (left: number, right: number, end: number, sums: number, stride: number) => void;

const bytesPerDouble = 8;
const bytesPerPage = 65_536;
/** Addresses are 32 bits; half of them, so that no platform refuses the memory. */
const bytesMax = 2 ** 31 - bytesPerPage;

let compiled: object | 'unavailable' | undefined;

/** The module, compiled once; a platform without vector instructions, or a content policy that forbids WebAssembly, has none. */
function compiledModule(): object | 'unavailable' {
  if (compiled === undefined) {
    try {
      compiled = new WebAssembly.Module(gramModuleBytes());
    } catch {
      // Not an error: the plain sums give the same bits, only later.
      compiled = 'unavailable';
    }
  }
  return compiled;
}

/**
 * The lower block triangle of XᵀX, width × width, or undefined when the platform cannot.
 *
 * @param columns as many as a multiple of four.
 * @param tileRows rows of a tile; the sums of a tile are formed first, then added, as in the plain loop.
 */
export function gramSumsBySimd(
  columns: readonly Float64Array[],
  rowCount: number,
  tileRows: number,
): Float64Array | undefined {
  const width = columns.length;
  const panelLength = 4 * rowCount;
  const sumsStart = (width / 4) * panelLength;
  const bytes = (sumsStart + width * width) * bytesPerDouble;
  const module = compiledModule();
  if (module === 'unavailable' || bytes > bytesMax) return undefined;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / bytesPerPage) });
  const { exports } = new WebAssembly.Instance(module, { a: { m: memory } });
  const addBlock = exports.f as AddBlock;
  const numbers = new Float64Array(memory.buffer);
  packPanels(columns, rowCount, numbers);
  const at = (index: number) => index * bytesPerDouble;
  for (let from = 0; from < rowCount; from += tileRows) {
    const to = Math.min(rowCount, from + tileRows);
    for (let left = 0; left < width; left += 4) {
      const leftPanel = (left / 4) * panelLength;
      for (let right = 0; right <= left; right += 4) {
        const rightPanel = (right / 4) * panelLength;
        const sums = sumsStart + left * width + right;
        addBlock(at(leftPanel + 4 * from), at(rightPanel + 4 * from), at(leftPanel + 4 * to), at(sums), at(width));
      }
    }
  }
  return numbers.slice(sumsStart, sumsStart + width * width);
}

/** Lays four columns beside each other, row after row. */
function packPanels(columns: readonly Float64Array[], rowCount: number, numbers: Float64Array): void {
  let index = 0;
  for (let first = 0; first < columns.length; first += 4) {
    const [x0, x1, x2, x3] = [columns[first], columns[first + 1], columns[first + 2], columns[first + 3]];
    for (let row = 0; row < rowCount; row += 1) {
      numbers[index] = x0[row];
      numbers[index + 1] = x1[row];
      numbers[index + 2] = x2[row];
      numbers[index + 3] = x3[row];
      index += 4;
    }
  }
}
