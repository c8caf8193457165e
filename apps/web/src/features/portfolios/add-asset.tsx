import { NativeSelect } from '@mantine/core';
import type { Asset } from '@riskoptimizer/contracts';
import type { AllocationRow } from './allocation-draft.ts';
import classes from './portfolio-editor.module.css';

interface AddAssetProps {
  readonly label: string;
  readonly assets: readonly Asset[];
  readonly rows: readonly AllocationRow[];
  readonly onAdd: (row: AllocationRow) => void;
}

/** Chooses one more of the assets that are not among the rows yet. */
export function AddAsset({ label, assets, rows, onAdd }: AddAssetProps) {
  const held = new Set(rows.map(({ key }) => key));
  const others = assets.filter(({ id }) => !held.has(id));
  if (others.length === 0) return null;
  return (
    <NativeSelect
      aria-label={label}
      className={classes.add}
      value=""
      onChange={(event) => {
        const chosen = others.find(({ id }) => id === event.currentTarget.value);
        if (chosen) onAdd({ key: chosen.id, symbol: chosen.symbol, name: chosen.name, text: '' });
      }}
    >
      <option value="">{label}</option>
      {others.map((asset) => (
        <AssetOption key={asset.id} asset={asset} value={asset.id} />
      ))}
    </NativeSelect>
  );
}

export function AssetOption({ asset: { symbol, name }, value }: { readonly asset: Asset; readonly value: string }) {
  return <option value={value}>{name === symbol ? symbol : `${symbol}, ${name}`}</option>;
}
