import { Panel } from '../../components/panel.tsx';
import { useMay } from '../../platform/use-account.ts';
import { ExportEverything } from './export-everything.tsx';
import { ImportEverything } from './import-everything.tsx';

/** All that is one's own as a file, and back into an empty account. */
export function EverythingPanel() {
  const mayImport = useMay('portfolio:change');
  const mayImportAssets = useMay('asset:change');
  return (
    <Panel
      title="Everything of this account"
      note="Portfolios, transactions, assets with their prices, rates and saved mappings: what is yours, not what others shared"
    >
      <ExportEverything />
      {mayImport && mayImportAssets && <ImportEverything />}
    </Panel>
  );
}
