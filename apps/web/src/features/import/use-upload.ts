import type { ApiProblemData } from '@riskoptimizer/client';
import { type PriceImport, priceFileBytesMax } from '@riskoptimizer/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { bytes } from '../../platform/format.ts';
import { problemOf } from '../../platform/problem.ts';
import { client } from '../../platform/store.ts';

export type UploadState =
  | { readonly step: 'waiting' }
  | { readonly step: 'sending'; readonly fileName: string; readonly byteCount: number; readonly share: number }
  | { readonly step: 'refused'; readonly fileName: string; readonly error: unknown };

export interface Upload {
  readonly state: UploadState;
  readonly start: (file: File) => void;
  readonly cancel: () => void;
}

/** Sends a price file to be looked at. Nothing is stored by it; leaving the page stops it. */
export function useUpload(onReady: (priceImport: PriceImport) => void): Upload {
  const [state, setState] = useState<UploadState>({ step: 'waiting' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback(
    (file: File) => {
      running.current?.abort();
      const fileName = file.name;
      if (file.size > priceFileBytesMax) {
        setState({ step: 'refused', fileName, error: fileTooLarge(file) });
        return;
      }
      const controller = new AbortController();
      running.current = controller;
      const onUploadProgress = (share: number) => setState({ step: 'sending', fileName, byteCount: file.size, share });
      onUploadProgress(0);
      client
        .createPriceImport({ file, fileName }, { signal: controller.signal, onUploadProgress })
        .then((priceImport) => {
          setState({ step: 'waiting' });
          return onReady(priceImport);
        })
        .catch((error: unknown) => {
          // A later file has taken its place: its state is not ours to change.
          if (running.current !== controller) return;
          const cancelled = problemOf(error).code === 'aborted';
          setState(cancelled ? { step: 'waiting' } : { step: 'refused', fileName, error });
        });
    },
    [onReady],
  );
  const cancel = useCallback(() => running.current?.abort(), []);
  return { state, start, cancel };
}

/** The server would say the same, after a long upload. */
function fileTooLarge(file: File): ApiProblemData {
  return {
    code: 'body-too-large',
    status: 413,
    title: 'The file is too large',
    detail: `The file has ${bytes(file.size)}; at most ${bytes(priceFileBytesMax)} are imported at once. Split it by date or by asset and import the parts one after the other.`,
    errors: [],
    errorCount: 0,
    requestId: null,
  };
}
