import type { TransactionFileMapping, TransactionImport, TransactionImportMapping } from '@riskoptimizer/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '../../platform/store.ts';

type AssetChoice = TransactionImportMapping['assets'][number];

export interface Reading {
  /** As it is asked for now, while the server still reads by it. */
  readonly mapping: TransactionFileMapping;
  readonly isReading: boolean;
  readonly error: unknown;
  readonly readBy: (mapping: TransactionFileMapping) => Promise<boolean>;
  readonly assign: (assets: readonly AssetChoice[]) => Promise<boolean>;
  readonly cancel: () => void;
}

/** Lets the server read the file again, by another mapping or with other assets. What comes later takes the place of what is under way. */
export function useReading(transactionImport: TransactionImport, onRead: () => void, onRefetch: () => void): Reading {
  const [map] = api.useMapTransactionImportMutation();
  const [wanted, setWanted] = useState<TransactionFileMapping>();
  const [error, setError] = useState<unknown>();
  const [isReading, setIsReading] = useState(false);
  const running = useRef<{ abort: () => void } | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const transactionImportId = transactionImport.id;

  const send = useCallback(
    async (request: { mapping?: TransactionFileMapping; assets?: AssetChoice[] }) => {
      running.current?.abort();
      const sent = map({ transactionImportId, ...request });
      running.current = sent;
      setError(undefined);
      setIsReading(true);
      const answer = await sent;
      if (running.current !== sent) return false;
      running.current = null;
      setIsReading(false);
      setWanted(undefined);
      if (answer.error) setError(answer.error);
      else onRead();
      return answer.error === undefined;
    },
    [map, transactionImportId, onRead],
  );

  return {
    mapping: wanted ?? transactionImport.mapping,
    isReading,
    error,
    readBy: useCallback(
      (mapping) => {
        setWanted(mapping);
        return send({ mapping });
      },
      [send],
    ),
    assign: useCallback((assets) => send({ assets: [...assets] }), [send]),
    cancel: useCallback(() => {
      running.current?.abort();
      running.current = null;
      setIsReading(false);
      setWanted(undefined);
      // It may have been read before it was told to stop.
      onRefetch();
    }, [onRefetch]),
  };
}
