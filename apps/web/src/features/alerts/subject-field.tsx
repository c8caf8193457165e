import { NativeSelect } from '@mantine/core';
import type { Portfolio } from '@riskoptimizer/contracts';
import { measures } from './measures.ts';
import type { RuleDraft } from './rule-draft.ts';
import type { AlertAsset } from './use-rules.ts';

interface SubjectFieldProps {
  readonly portfolio: Portfolio;
  readonly assets: readonly AlertAsset[];
  readonly draft: RuleDraft;
  readonly problem: string | undefined;
  /** Undefined is the portfolio. */
  readonly onChange: (assetId: string | undefined) => void;
}

/** An option of a select is a text: this one is no asset. */
const wholePortfolio = 'portfolio';

/** What is measured: the portfolio or one asset, as far as the measure knows it. What is held comes first. */
export function SubjectField({ portfolio, assets, draft, problem, onChange }: SubjectFieldProps) {
  const { subjects } = measures[draft.measure];
  const held = new Set(portfolio.holdings.map(({ assetId }) => assetId));
  const groups = [
    { label: 'In the portfolio', assets: assets.filter(({ assetId }) => held.has(assetId)) },
    { label: 'Other assets', assets: assets.filter(({ assetId }) => !held.has(assetId)) },
  ].filter((group) => group.assets.length > 0);
  return (
    <NativeSelect
      name="subject"
      label="Measured of"
      withAsterisk
      value={draft.assetId ?? wholePortfolio}
      error={problem}
      onChange={(event) => {
        const { value } = event.currentTarget;
        onChange(value === wholePortfolio ? undefined : value);
      }}
    >
      {subjects.includes('portfolio') && <option value={wholePortfolio}>the portfolio</option>}
      {subjects.includes('asset') && (
        <>
          {!subjects.includes('portfolio') && <option value="">Choose an asset</option>}
          {groups.map((group) => (
            <optgroup key={group.label} label={group.label}>
              {group.assets.map(({ assetId, symbol, name }) => (
                <option key={assetId} value={assetId}>
                  {name === symbol ? symbol : `${symbol}, ${name}`}
                </option>
              ))}
            </optgroup>
          ))}
        </>
      )}
    </NativeSelect>
  );
}
