import type { PriceImport } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ProblemList } from '../../components/error-state.tsx';
import { Figure } from '../../components/figure.tsx';
import { FigureStrip } from '../../components/figure-strip.tsx';
import { Panel } from '../../components/panel.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { bytes, count, dateMedium, decimal, plural } from '../../platform/format.ts';
import { CommitForm } from './commit-form.tsx';
import classes from './import-page.module.css';

interface ImportReviewProps {
  readonly priceImport: PriceImport;
  readonly onClose: () => void;
}

/** What was found in the file and what will happen, before anything is stored. */
export function ImportReview({ priceImport, onClose }: ImportReviewProps) {
  const { assets, warnings } = priceImport;
  if (priceImport.status === 'committed') {
    return (
      <EmptyState title="This file is imported" action={<Link to="/portfolios">See the portfolios</Link>}>
        Its prices are stored. To import another file, open the Import page again.
      </EmptyState>
    );
  }
  return (
    <>
      <Verdict>{reviewVerdict(priceImport)}</Verdict>
      <FoundFigures priceImport={priceImport} />
      <div className={classes.grid}>
        <Panel title="What is in the file" note="Gaps stay gaps: a missing price is never filled in">
          <DataTable
            caption="Assets found in the file"
            columns={assetColumns}
            rows={assets}
            rowKey={({ symbol }) => symbol}
            sortParameter="sort"
            heightMax={420}
          />
          {warnings.length > 0 && (
            <>
              <h3>Worth a look</h3>
              <ProblemList errors={warnings} errorCount={warnings.length} />
            </>
          )}
        </Panel>
        <CommitForm priceImport={priceImport} onClose={onClose} />
      </div>
    </>
  );
}

function reviewVerdict({ assets, rowCount, from, to }: PriceImport): string {
  const of = (change: PriceImport['assets'][number]['change']) =>
    assets.filter((asset) => asset.change === change).length;
  const [extended, replaced] = [of('extends'), of('replaces')];
  const known = [
    extended > 0 && `${plural(extended, 'stored asset')} will get more prices`,
    replaced > 0 && `the prices of ${plural(replaced, 'stored asset')} will be replaced`,
  ].filter(Boolean);
  const found = `${plural(assets.length, 'asset')} on ${plural(rowCount, 'date')} from ${dateMedium(from)} to ${dateMedium(to)}`;
  return known.length === 0 ? `${found}, all of them new.` : `${found}; ${known.join(', ')}.`;
}

function FoundFigures({ priceImport }: { readonly priceImport: PriceImport }) {
  const { delimiter, decimalSeparator, dateFormat, periodsPerYear, byteCount, assets, expiresAt } = priceImport;
  const missingCount = useMemo(() => assets.reduce((sum, asset) => sum + asset.missingCount, 0), [assets]);
  return (
    <FigureStrip label="What was found">
      <Figure
        label="Size"
        value={bytes(byteCount)}
        note={`kept until ${dateMedium(expiresAt)}, ${expiresAt.slice(11, 16)} UTC`}
      />
      <Figure label="Cells are separated by" value={delimiter} note={`decimal ${decimalSeparator}`} />
      <Figure label="Dates are written" value={dateFormat} />
      <Figure label="Spacing" value={spacing(periodsPerYear)} note={`${count(periodsPerYear)} periods a year`} />
      <Figure
        label="Missing inside"
        value={plural(missingCount, 'price')}
        note={missingCount === 0 ? 'no gaps' : 'reported, not filled'}
        tone={missingCount === 0 ? undefined : 'warning'}
      />
    </FigureStrip>
  );
}

function spacing(periodsPerYear: number): string {
  if (periodsPerYear >= 200) return 'daily';
  if (periodsPerYear >= 40) return 'weekly';
  if (periodsPerYear >= 10) return 'monthly';
  return 'rarer than monthly';
}

const changes = {
  new: 'new asset',
  extends: 'adds to the stored prices',
  replaces: 'replaces stored prices',
} as const;

const assetColumns: Column<PriceImport['assets'][number]>[] = [
  { key: 'symbol', header: 'Asset', value: (row) => row.symbol },
  { key: 'change', header: 'What will happen', value: (row) => changes[row.change] },
  {
    key: 'prices',
    header: 'Prices',
    numeric: true,
    value: (row) => row.priceCount,
    render: (row) => count(row.priceCount),
  },
  {
    key: 'first',
    header: 'First',
    numeric: true,
    value: (row) => row.firstDate,
    render: (row) => dateMedium(row.firstDate),
  },
  {
    key: 'last',
    header: 'Last',
    numeric: true,
    value: (row) => row.lastDate,
    render: (row) => dateMedium(row.lastDate),
  },
  { key: 'gaps', header: 'Gaps', numeric: true, value: (row) => row.gapCount, render: (row) => count(row.gapCount) },
  {
    key: 'missing',
    header: 'Missing',
    definition: 'Prices missing between the first and the last one',
    numeric: true,
    value: (row) => row.missingCount,
    render: (row) => count(row.missingCount),
  },
  {
    key: 'close',
    header: 'Last price',
    numeric: true,
    value: (row) => Number(row.lastClose),
    render: (row) => decimal(row.lastClose),
  },
];
