import type { TargetDrift } from '@riskoptimizer/contracts';
import type { ReactNode } from 'react';
import type { Column } from '../../components/data-table.tsx';
import { age, count, dateMedium, decimal, missing, percent, signedPercent } from '../../platform/format.ts';
import { type HoldingRow, sumAmounts, sumWeights } from './holding-rows.ts';
import classes from './holdings.module.css';
import { gapReason } from './holdings-words.ts';
import type { GroupTargets } from './row-groups.ts';
import { SignedMoney } from './signed-money.tsx';

export interface ColumnsOf {
  readonly rows: readonly HoldingRow[];
  readonly currency: string;
  /** The date of the page, from which ages count. */
  readonly date: string;
  /** Quantity, price and value are known. */
  readonly hasAmounts: boolean;
  /** Costs and results follow from transactions. */
  readonly hasLedger: boolean;
  readonly hasTargets: boolean;
  /** Given when the rows are put together by what the targets are about. */
  readonly groupTargets: GroupTargets | undefined;
  readonly hasLive: boolean;
  readonly phone: boolean;
}

type Columns = Column<HoldingRow>[];

/** What a phone shows without scrolling; the rest follows in its own order. */
const firstOnPhone = ['symbol', 'value', 'weight', 'today', 'drift'];
/** Whoever looks at groups with targets asks how far they are off. */
const firstOfGroupsOnPhone = ['symbol', 'weight', 'drift', 'target', 'value'];

export function holdingColumns(of: ColumnsOf): Columns {
  const columns = allColumns(of);
  if (!of.phone) return columns;
  const order = of.groupTargets ? firstOfGroupsOnPhone : firstOnPhone;
  const isFirst = ({ key }: Columns[number]) => order.includes(key);
  const first = columns.filter(isFirst);
  first.sort((one, other) => order.indexOf(one.key) - order.indexOf(other.key));
  return [...first, ...columns.filter((column) => !isFirst(column))];
}

function allColumns(of: ColumnsOf): Columns {
  return [
    {
      key: 'symbol',
      header: 'Asset',
      value: ({ symbol }) => symbol,
      render: ({ symbol, name }) => (
        <>
          {symbol} {name !== symbol && <span className={classes.name}>{name}</span>}
        </>
      ),
      footer: of.phone ? 'All' : 'All holdings',
    },
    ...(of.hasAmounts ? quantityColumns() : []),
    ...priceColumns(of),
    ...(of.hasAmounts ? [moneyColumn(of, 'value', `Value, ${of.currency}`, 'At the price and the rate shown')] : []),
    {
      key: 'weight',
      header: 'Weight',
      definition: of.hasLedger ? 'Share of the total value, cash included' : 'Share of the portfolio',
      numeric: true,
      value: ({ weight }) => weight,
      render: (row) => percent(row.weight),
      footer: percent(sumWeights(of.rows)),
      subtotal: (rows) => percent(sumWeights(rows)),
    },
    ...(of.hasTargets || of.groupTargets ? targetColumns(of.groupTargets) : []),
    ...(of.hasLedger ? resultColumns(of) : []),
  ];
}

function quantityColumns(): Columns {
  return [
    {
      key: 'quantity',
      header: 'Quantity',
      definition: 'Units; negative for a short position',
      numeric: true,
      value: ({ quantity }) => (quantity === null ? null : Number(quantity)),
      render: ({ quantity, since, lotCount }) => (
        <span title={since === null ? undefined : `${count(lotCount)} lots, the oldest of ${dateMedium(since)}`}>
          {decimal(quantity, 0, 6)}
        </span>
      ),
    },
  ];
}

function priceColumns({ date, hasLive }: ColumnsOf): Columns {
  const columns: Columns = [
    {
      key: 'price',
      header: 'Price',
      definition: 'Of one unit, in the currency of the asset',
      numeric: true,
      value: ({ price }) => (price === null ? null : Number(price)),
      render: (row) => {
        if (row.price === null) return <span title={gapReason(row)}>{missing}</span>;
        const text = `${decimal(row.price, 2, 4)} ${row.currency}`;
        // A new key plays the mark of arrival again.
        return row.live === null ? (
          text
        ) : (
          <span key={row.price} className={classes.live}>
            {text}
          </span>
        );
      },
    },
    {
      key: 'priceDate',
      header: 'Priced',
      definition: 'Date of the price and its age',
      numeric: true,
      value: ({ priceDate, live }) => live?.at ?? priceDate,
      render: (row) => <Priced row={row} date={date} />,
    },
  ];
  if (!hasLive) return columns;
  return [
    ...columns,
    {
      key: 'today',
      header: 'Today',
      definition: 'Change of the price since the close before',
      numeric: true,
      value: ({ live }) => live?.change ?? null,
      render: ({ live }) => <SignedShare share={live?.change ?? null} digits={2} />,
    },
  ];
}

/** An age above this is told in colour as well. */
const oldAfterDays = 7;

function Priced({ row, date }: { readonly row: HoldingRow; readonly date: string }) {
  if (row.live !== null) return 'live';
  if (row.priceDate === null) return <span title={gapReason(row)}>no price</span>;
  if (row.priceAgeDays === 0) return dateMedium(row.priceDate);
  const isOld = (row.priceAgeDays ?? 0) > oldAfterDays;
  return (
    <>
      {dateMedium(row.priceDate)},{' '}
      <span className={isOld ? classes.caution : classes.muted}>{age(row.priceDate, date)}</span>
    </>
  );
}

type AmountKey = 'value' | 'cost' | 'realised' | 'dividends';

function moneyColumn({ rows }: ColumnsOf, key: AmountKey, header: string, definition: string): Columns[number] {
  const digits = (amount: string | null) => decimal(amount, 2, 2);
  const isResult = key === 'realised';
  const sum = (members: readonly HoldingRow[]): ReactNode => {
    const total = sumAmounts(members.map((row) => row[key]));
    return isResult ? <SignedMoney amount={total} /> : digits(total);
  };
  return {
    key,
    header,
    definition,
    numeric: true,
    value: (row) => (row[key] === null ? null : Number(row[key])),
    render: (row) => {
      if (row[key] === null) return <span title={gapReason(row)}>{missing}</span>;
      return isResult ? <SignedMoney amount={row[key]} /> : digits(row[key]);
    },
    footer: sum(rows),
    subtotal: sum,
  };
}

function targetColumns(ofGroup: GroupTargets | undefined): Columns {
  return [
    {
      key: 'target',
      header: 'Target',
      numeric: true,
      value: ({ target }) => target?.target ?? null,
      render: ({ target }) => percent(target?.target),
      subtotal: (rows) => ofGroup && percent(ofGroup(rows)?.target),
    },
    {
      key: 'drift',
      header: 'Drift',
      definition: 'Weight among the holdings, cash left out, less the target; marked when its band is left',
      numeric: true,
      value: ({ target }) => target?.drift ?? null,
      render: ({ target }) => <Drift target={target} />,
      subtotal: (rows) => ofGroup && <Drift target={ofGroup(rows)} />,
    },
  ];
}

function Drift({ target }: { readonly target: TargetDrift | null | undefined }) {
  const text = signedPercent(target?.drift);
  if (target?.isWithinBand !== false) return text;
  return (
    <span className={classes.caution} title="Outside its band">
      {text} ◆
    </span>
  );
}

function resultColumns(of: ColumnsOf): Columns {
  const unrealised = (rows: readonly HoldingRow[]) => sumAmounts(rows.map((row) => row.unrealised));
  return [
    moneyColumn(of, 'cost', 'Cost', 'Paid for what is held, with fees and taxes, at the rates of those days'),
    {
      key: 'unrealised',
      header: 'Unrealised',
      definition: 'Value less cost',
      numeric: true,
      value: (row) => (row.unrealised === null ? null : Number(row.unrealised)),
      render: (row) => <SignedMoney amount={row.unrealised} reason={gapReason(row)} />,
      footer: <SignedMoney amount={unrealised(of.rows)} />,
      subtotal: (rows) => <SignedMoney amount={unrealised(rows)} />,
    },
    {
      key: 'unrealisedReturn',
      header: 'in %',
      definition: 'Unrealised over the cost',
      numeric: true,
      value: (row) => row.unrealisedReturn,
      render: (row) => <SignedShare share={row.unrealisedReturn} />,
      footer: <SignedShare share={returnOf(of.rows)} />,
      subtotal: (rows) => <SignedShare share={returnOf(rows)} />,
    },
    moneyColumn(of, 'realised', 'Realised', 'Of all that was closed until then'),
    moneyColumn(of, 'dividends', 'Dividends', 'Before tax and fee'),
  ];
}

/** What the results of several are over what they cost together; null for shorts and longs that cancel. */
function returnOf(rows: readonly HoldingRow[]): number | null {
  const [result, cost] = [sumAmounts(rows.map((row) => row.unrealised)), sumAmounts(rows.map((row) => row.cost))];
  return result === null || cost === null || !(Number(cost) > 0) ? null : Number(result) / Number(cost);
}

function SignedShare({ share, digits = 1 }: { readonly share: number | null; readonly digits?: number }) {
  const tone = share === null || share === 0 ? undefined : share > 0 ? classes.gain : classes.loss;
  return <span className={tone}>{signedPercent(share, digits)}</span>;
}
