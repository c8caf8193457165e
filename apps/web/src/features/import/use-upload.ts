import type { ApiProblemData, CallOptions } from '@riskoptimizer/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { bytes } from '../../platform/format.ts';
import { problemOf } from '../../platform/problem.ts';

export type UploadState =
  | { readonly step: 'waiting' }
  | { readonly step: 'sending'; readonly fileName: string; readonly byteCount: number; readonly share: number }
  | { readonly step: 'refused'; readonly fileName: string; readonly error: unknown };

export interface Upload {
  readonly state: UploadState;
  readonly start: (file: File) => void;
  readonly cancel: () => void;
}

export interface UploadRules<Answer> {
  readonly send: (file: File, options: CallOptions) => Promise<Answer>;
  readonly bytesMax: number;
  /** What to do with a file that is larger. */
  readonly remedy: string;
}

/** Sends a file to be looked at. Nothing is stored by it; leaving the page stops it. */
export function useUpload<Answer>(rules: UploadRules<Answer>, onReady: (answer: Answer) => void): Upload {
  const [state, setState] = useState<UploadState>({ step: 'waiting' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback(
    (file: File) => {
      running.current?.abort();
      const fileName = file.name;
      if (file.size > rules.bytesMax) {
        setState({ step: 'refused', fileName, error: fileTooLarge(file, rules) });
        return;
      }
      const controller = new AbortController();
      running.current = controller;
      const onUploadProgress = (share: number) => setState({ step: 'sending', fileName, byteCount: file.size, share });
      onUploadProgress(0);
      rules
        .send(file, { signal: controller.signal, onUploadProgress })
        .then((answer) => {
          setState({ step: 'waiting' });
          return onReady(answer);
        })
        .catch((error: unknown) => {
          // A later file has taken its place: its state is not ours to change.
          if (running.current !== controller) return;
          const cancelled = problemOf(error).code === 'aborted';
          setState(cancelled ? { step: 'waiting' } : { step: 'refused', fileName, error });
        });
    },
    [rules, onReady],
  );
  const cancel = useCallback(() => running.current?.abort(), []);
  return { state, start, cancel };
}

/** The server would say the same, after a long upload. */
function fileTooLarge(file: File, { bytesMax, remedy }: UploadRules<unknown>): ApiProblemData {
  return {
    code: 'body-too-large',
    status: 413,
    title: 'The file is too large',
    detail: `The file has ${bytes(file.size)}; at most ${bytes(bytesMax)} are imported at once. ${remedy}`,
    errors: [],
    errorCount: 0,
    requestId: null,
  };
}
