/**
 * The WebAssembly module of the Gram matrix's inner loop, assembled from its instructions.
 *
 * One function: for the rows of a tile, add the 4 × 4 products of two panels of four columns to the sums. Two columns share a vector of two
 * doubles, so each sum is formed in the same order, by the same roundings, as in plain TypeScript: the results have the same bits.
 * Reference: WebAssembly Core Specification 2.0, binary format, with vector instructions.
 */

type Code = readonly number[];

const i32 = 0x7f;
const v128 = 0x7b;

/** Parameters: byte addresses of both panels, the end of the first, and the sums; bytes from one row of sums to the next. */
const [left, right, end, sums, stride] = [0, 1, 2, 3, 4];
const parameterCount = 5;

/** Locals: eight vectors of sums, the four numbers of the right panel, one of the left panel twice. */
const firstSum = parameterCount;
const sumVectors = 8;
const [right01, right23, left0] = [firstSum + sumVectors, firstSum + sumVectors + 1, firstSum + sumVectors + 2];
const vectorLocals = sumVectors + 3;

/** Bytes of a row of a panel: four doubles. */
const rowBytes = 32;

/** Unsigned LEB128. */
function unsigned(value: number): Code {
  return value < 128 ? [value] : [(value % 128) + 128, ...unsigned(Math.floor(value / 128))];
}

const get = (local: number): Code => [0x20, local];
const set = (local: number): Code => [0x21, local];
const tee = (local: number): Code => [0x22, local];
/** i32.const, for values below 64 (one byte of signed LEB128). */
const constant = (value: number): Code => [0x41, value];
const addInteger: Code = [0x6a];
const lessThan: Code = [0x49];
const vector = (operation: number): Code => [0xfd, ...unsigned(operation)];
const aligned8 = 3;
const load = (offset: number): Code => [...vector(0), aligned8, offset];
const loadTwice = (offset: number): Code => [...vector(10), aligned8, offset];
const store = (offset: number): Code => [...vector(11), aligned8, offset];
const addVectors = vector(0xf0);
const multiplyVectors = vector(0xf2);

const sequence = (...parts: readonly Code[]): Code => parts.flat();

/** sums += left[row] × both vectors of the right panel. */
function accumulate(row: number): Code {
  const product = (index: number, columns: number): Code => {
    const sum = firstSum + 2 * row + index;
    return sequence(get(sum), get(left0), get(columns), multiplyVectors, addVectors, set(sum));
  };
  return sequence(get(left), loadTwice(8 * row), set(left0), product(0, right01), product(1, right23));
}

/** Adds the two vectors of a row to the sums in memory and goes to the next row of sums. */
function flush(row: number): Code {
  const add = (index: number): Code => {
    const offset = 16 * index;
    const sum = firstSum + 2 * row + index;
    return sequence(get(sums), get(sums), load(offset), get(sum), addVectors, store(offset));
  };
  return sequence(add(0), add(1), get(sums), get(stride), addInteger, set(sums));
}

const rows = [0, 1, 2, 3];
const startLoop: Code = [0x03, 0x40];
const repeatIf: Code = [0x0d, 0];
const endOfBlock: Code = [0x0b];

function functionBody(): Code {
  const locals: Code = [1, vectorLocals, v128];
  return sequence(
    locals,
    startLoop,
    sequence(get(right), load(0), set(right01), get(right), load(16), set(right23)),
    rows.flatMap(accumulate),
    sequence(get(right), constant(rowBytes), addInteger, set(right)),
    sequence(get(left), constant(rowBytes), addInteger, tee(left), get(end), lessThan, repeatIf),
    endOfBlock,
    rows.flatMap(flush),
    endOfBlock,
  );
}

function section(id: number, content: Code): Code {
  return sequence([id], unsigned(content.length), content);
}

/** The bytes of the module: it imports the memory "a" "m" and exports the function "f". */
export function gramModuleBytes(): Uint8Array<ArrayBuffer> {
  const [letterA, letterF, letterM] = [0x61, 0x66, 0x6d];
  const magicAndVersion: Code = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const body = functionBody();
  return Uint8Array.from(
    sequence(
      magicAndVersion,
      section(1, [1, 0x60, parameterCount, i32, i32, i32, i32, i32, 0]),
      section(2, [1, 1, letterA, 1, letterM, 0x02, 0x00, 1]),
      section(3, [1, 0]),
      section(7, [1, 1, letterF, 0x00, 0]),
      section(10, sequence([1], unsigned(body.length), body)),
    ),
  );
}
