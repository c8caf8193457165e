import type { LedgerHoldings } from '@riskoptimizer/contracts';
import { Figure, type Tone } from '../../components/figure.tsx';
import { FigureStrip } from '../../components/figure-strip.tsx';
import { dateMedium, money, signedPercent } from '../../platform/format.ts';
import { costBasisNames } from './cost-basis-words.ts';

/** What it is worth, what it cost, and what came of it. */
export function HoldingsFigures({ answer }: { readonly answer: LedgerHoldings }) {
  const { totals, baseCurrency, date, costBasis } = answer;
  const shown = (amount: string | null) => money(amount, baseCurrency);
  const inputs = `The transactions up to ${dateMedium(date)}, and the latest price and rate on or before it.`;
  const basis = `Sales are set against ${costBasisNames[costBasis]}.`;
  return (
    <FigureStrip label="Holdings in figures">
      <Figure
        label="Total value"
        value={shown(totals.total)}
        note={`holdings ${shown(totals.holdings)} at the closes`}
        how={{ formula: 'Σ quantity · price · rate + cash', inputs }}
      />
      <Figure
        label="Cash"
        value={shown(totals.cash)}
        tone={toneOf(totals.cash) === 'loss' ? 'loss' : undefined}
        note="of all accounts"
        how={{ formula: 'Σ cash of an account · rate', inputs }}
      />
      <Figure
        label="Cost of the holdings"
        value={shown(totals.cost)}
        note={costBasisNames[costBasis]}
        how={{ formula: 'Σ cost of the open lots', inputs, note: `Fees and taxes included. ${basis}` }}
      />
      <Figure
        label="Unrealised"
        value={shown(totals.unrealised)}
        tone={toneOf(totals.unrealised)}
        note={`${signedPercent(totals.unrealisedReturn)} of the cost`}
        how={{ formula: 'value of the holdings − their cost', inputs, note: basis }}
      />
      <Figure
        label="Realised"
        value={shown(totals.realised)}
        tone={toneOf(totals.realised)}
        note="of all closings until then"
        how={{ formula: 'Σ proceeds − cost of the lots that were closed', inputs, note: basis }}
      />
      <Figure
        label="Dividends and interest"
        value={shown(totals.dividends)}
        note={`interest ${shown(totals.interest)}`}
        how={{ formula: 'Σ dividends · rate; interest beside it', inputs, note: 'Before taxes and fees.' }}
      />
      <Figure
        label="Fees"
        value={shown(totals.fees)}
        note={`taxes ${shown(totals.taxes)}`}
        how={{
          formula: 'Σ fees · rate; taxes beside it',
          inputs,
          note: 'Those inside of trades and those of their own.',
        }}
      />
    </FigureStrip>
  );
}

function toneOf(amount: string | null): Tone | undefined {
  const value = Number(amount ?? 0);
  return value > 0 ? 'gain' : value < 0 ? 'loss' : undefined;
}
