import { NativeSelect } from '@mantine/core';
import type { CostBasisMethod } from '@riskoptimizer/contracts';
import { useParameters } from '../../platform/use-parameters.ts';
import { costBasisDefaults, costBasisMethods, costBasisNames } from './cost-basis-words.ts';

/** Chooses the method by which sales are set against purchases; kept in the address. */
export function CostBasisControl({ value }: { readonly value: CostBasisMethod }) {
  const { change } = useParameters();
  return (
    <NativeSelect
      aria-label="Cost basis"
      value={value}
      data={costBasisMethods.map((method) => ({ value: method, label: costBasisNames[method] }))}
      onChange={(event) => change({ costBasis: event.currentTarget.value }, costBasisDefaults)}
    />
  );
}
