import { Button, Menu } from '@mantine/core';
import type { ExportTransactionsQuery, Portfolio } from '@riskoptimizer/contracts';
import { useEffect, useRef, useState } from 'react';
import { download, fileNameOf } from '../../platform/csv.ts';
import { showDone, showFailure } from '../../platform/failure-notice.ts';
import { bytes } from '../../platform/format.ts';
import { client } from '../../platform/store.ts';

type Format = ExportTransactionsQuery['format'];

const formats: readonly { readonly format: Format; readonly name: string }[] = [
  { format: 'csv', name: 'CSV' },
  { format: 'xlsx', name: 'Excel workbook (XLSX)' },
  { format: 'json', name: 'JSON' },
];

/** The whole ledger as a file that imports back equal. While it is made the same button stops it. */
export function ExportMenu({ portfolio: { id: portfolioId, name } }: { readonly portfolio: Portfolio }) {
  const [isExporting, setIsExporting] = useState(false);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const start = async (format: Format) => {
    const controller = new AbortController();
    running.current = controller;
    setIsExporting(true);
    try {
      const file = await client.exportTransactions({ portfolioId, format }, { signal: controller.signal });
      const fileName = `${fileNameOf(name, 'transactions')}.${format}`;
      download(fileName, file);
      showDone(`${fileName}, ${bytes(file.size)}, is in your downloads`);
    } catch (error) {
      showFailure('The transactions could not be exported', error);
    } finally {
      setIsExporting(false);
    }
  };

  if (isExporting) {
    return (
      <Button variant="default" onClick={() => running.current?.abort()}>
        Stop the export
      </Button>
    );
  }
  return (
    <Menu position="bottom-end" width={220} shadow="md" withinPortal withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button variant="default">Export</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {formats.map(({ format, name: words }) => (
          <Menu.Item key={format} mih={44} onClick={() => void start(format)}>
            {words}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
