/**
 * Prices between preview and commit: dates and names as JSON, then the matrix as doubles in the order of this machine's
 * bytes, compressed.
 *
 * A price of a file is a decimal of at most 15 significant digits or is rounded to the nearest double by the reader; the
 * shortest decimal of that double is what is stored, so it is the number in the file.
 */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { createMatrix, type PriceTable } from '@riskoptimizer/engine';

const compress = promisify(gzip);
const decompress = promisify(gunzip);
const headerLengthBytes = 4;
/** Fast: the rows live for a day. */
const compressionLevel = 1;

export async function packPrices({ dates, assets, prices }: PriceTable): Promise<Buffer> {
  const header = Buffer.from(JSON.stringify({ dates, assets }));
  const length = Buffer.alloc(headerLengthBytes);
  length.writeUInt32LE(header.length);
  const { buffer, byteOffset, byteLength } = prices.data;
  const matrix = Buffer.from(buffer, byteOffset, byteLength);
  return compress(Buffer.concat([length, header, matrix]), { level: compressionLevel });
}

export async function unpackPrices(packed: Uint8Array): Promise<PriceTable> {
  const bytes = await decompress(packed);
  const matrixStart = headerLengthBytes + bytes.readUInt32LE(0);
  const { dates, assets } = JSON.parse(bytes.toString('utf8', headerLengthBytes, matrixStart)) as {
    dates: string[];
    assets: string[];
  };
  const data = new Float64Array(dates.length * assets.length);
  new Uint8Array(data.buffer).set(bytes.subarray(matrixStart));
  return { dates, assets, prices: createMatrix(dates.length, assets.length, data) };
}
