/** Rows of prices that grow without copying: blocks of doubles, missing prices NaN, joined once at the end. */
export interface PriceRows {
  /** Begins a row of missing prices; `set` writes into the newest row. */
  add(): { set(asset: number, price: number): void };
  addMissing(): void;
  count(): number;
  /** The price in a row and asset column. */
  at(row: number, asset: number): number;
  /** All rows as one row-major array; the rows are empty afterwards. */
  take(): Float64Array;
}

const blockCells = 1 << 17;

export function createPriceRows(assetCount: number): PriceRows {
  const rowsPerBlock = Math.max(1, Math.floor(blockCells / Math.max(1, assetCount)));
  let blocks: Float64Array[] = [];
  let count = 0;
  let newest = new Float64Array(0);
  let offset = 0;

  function begin(): void {
    if (count % rowsPerBlock === 0) {
      newest = new Float64Array(rowsPerBlock * assetCount).fill(Number.NaN);
      blocks.push(newest);
    }
    offset = (count % rowsPerBlock) * assetCount;
    count += 1;
  }

  const row = {
    set(asset: number, price: number): void {
      newest[offset + asset] = price;
    },
  };

  return {
    add() {
      begin();
      return row;
    },
    addMissing: begin,
    count: () => count,
    at(rowIndex, asset) {
      const block = blocks[Math.floor(rowIndex / rowsPerBlock)];
      return block?.[(rowIndex % rowsPerBlock) * assetCount + asset] ?? Number.NaN;
    },
    take() {
      const all = new Float64Array(count * assetCount);
      blocks.forEach((block, index) => {
        const from = index * rowsPerBlock * assetCount;
        all.set(block.subarray(0, Math.min(block.length, all.length - from)), from);
      });
      blocks = [];
      count = 0;
      return all;
    },
  };
}
