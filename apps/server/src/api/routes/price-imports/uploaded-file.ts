/** The file of an upload as a stream of bytes, however it was sent. Nothing of it is kept in memory. */
import type { Readable } from 'node:stream';
import { priceFileBytesMax, transactionFileBytesMax } from '@riskoptimizer/contracts';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../../../core/errors.ts';
import { fileTooLarge } from '../../../domain/price-imports/read-price-file.ts';
import { transactionFileTooLarge } from '../../../domain/transaction-imports/read-upload.ts';
import { multipartOverheadBytes } from '../../limits.ts';

export interface UploadedFile {
  readonly fileName: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** What differs between the kinds of files. */
interface UploadKind {
  readonly bytesMax: number;
  /** Of a body that is the file itself and has no name. */
  readonly fileName: string;
  readonly tooLarge: () => ProblemError;
}

const priceUpload: UploadKind = { bytesMax: priceFileBytesMax, fileName: 'prices.csv', tooLarge: fileTooLarge };
export const transactionUpload: UploadKind = {
  bytesMax: transactionFileBytesMax,
  fileName: 'transactions.csv',
  tooLarge: transactionFileTooLarge,
};

const fileField = 'file';
const fileNameCharactersMax = 255;

/** @throws ProblemError `body-too-large` by the announced length alone, `request-invalid` when there is no file. */
export async function uploadedFile(
  request: FastifyRequest,
  askedName: string | undefined,
  kind: UploadKind = priceUpload,
): Promise<UploadedFile> {
  const announced = Number(request.headers['content-length'] ?? 0);
  const overhead = request.isMultipart() ? multipartOverheadBytes : 0;
  if (announced > kind.bytesMax + overhead) throw kind.tooLarge();
  if (!request.isMultipart()) {
    if (request.body === undefined) throw fileMissing(undefined);
    return { fileName: askedName ?? kind.fileName, bytes: piecesOf(request.body as Readable) };
  }
  const part = await firstPart(request, kind);
  if (part === undefined || part.type !== 'file' || part.fieldname !== fileField) throw fileMissing(part?.fieldname);
  return { fileName: shownName(part.filename) ?? askedName ?? kind.fileName, bytes: piecesOf(part.file) };
}

/** Whoever stops reading early must not close the connection with it: the sender still has to hear why. */
function piecesOf(stream: Readable): AsyncIterable<Uint8Array> {
  return stream.iterator({ destroyOnReturn: false });
}

/** @throws ProblemError `request-malformed` when the body is not the form that its content type says. */
async function firstPart(request: FastifyRequest, kind: UploadKind) {
  try {
    return await nextPart(request, kind);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('Multipart:')) throw error;
    throw new ProblemError('request-malformed', `The form cannot be read: ${error.message}.`, { cause: error });
  }
}

async function nextPart(request: FastifyRequest, { bytesMax }: UploadKind) {
  // One byte more than allowed, so that the reader of the file sees that it is too large and says so.
  const limits = { fileSize: bytesMax + 1, files: 1, fields: 1, fieldSize: multipartOverheadBytes };
  for await (const part of request.parts({ limits })) return part;
  return undefined;
}

/** The name is only ever shown: no folders, no control characters, no length without end. */
function shownName(name: string): string | undefined {
  const shown = name
    .replace(/^.*[\\/]/, '')
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, '')
    .trim()
    .slice(0, fileNameCharactersMax);
  return shown === '' ? undefined : shown;
}

function fileMissing(found: string | undefined): ProblemError {
  const message = found === undefined ? 'the form has no field' : `the first field is "${found.slice(0, 60)}"`;
  return new ProblemError('request-invalid', `There is no file: ${message}. Send it in the field "${fileField}".`, {
    errors: [{ field: `/${fileField}`, message: 'expected a file' }],
  });
}

/** Takes in what is still coming, so that the sender reads our answer instead of a broken connection. */
export function discardRest(request: FastifyRequest): void {
  request.raw.unpipe();
  request.raw.resume();
}
