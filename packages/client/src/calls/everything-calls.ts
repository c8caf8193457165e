/** Everything of one's own as a file, and back. */
import { type ExportEverythingRequest, everythingPreview, importEverythingResult } from '@riskoptimizer/contracts';
import { type CallOptions, send, sendForFile } from '../send.ts';
import type { Wire } from '../wire.ts';

export interface EverythingFileToImport {
  readonly file: Blob;
}
export interface PreviewedEverything extends EverythingFileToImport {
  /** Of the preview: another file is refused. */
  readonly sha256: string;
}

function formOf(file: Blob): FormData {
  const form = new FormData();
  form.append('file', file, 'everything');
  return form;
}

export function everythingCalls(wire: Wire) {
  return {
    /** The file as it is. Not parsed here: nothing to keep in a store. */
    exportEverything: (body: ExportEverythingRequest, options?: CallOptions) =>
      sendForFile(wire, 'exportEverything', { body }, options),
    previewEverything: ({ file }: EverythingFileToImport, options?: CallOptions) =>
      send(wire, 'previewEverything', everythingPreview, { body: formOf(file) }, options),
    importEverything: ({ file, sha256 }: PreviewedEverything, options?: CallOptions) =>
      send(wire, 'importEverything', importEverythingResult, { query: { sha256 }, body: formOf(file) }, options),
  };
}
