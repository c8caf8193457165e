import { Button } from '@mantine/core';
import { dateMedium, percent } from '../platform/format.ts';
import { api } from '../platform/store.ts';
import { NumberField } from './number-field.tsx';

interface RiskFreeFieldProps {
  /** Annual, as a fraction. */
  readonly value: number;
  /** Of the portfolio; rates of other currencies are not offered. Undefined as long as it is not known. */
  readonly currency: string | undefined;
  readonly onCommit: (value: number) => void;
}

/** The risk-free rate in per cent, with the last one of the central bank to take over where it was fetched. */
export function RiskFreeField({ value, currency, onCommit }: RiskFreeFieldProps) {
  const { currentData } = api.useGetRiskFreeRatesQuery();
  const found = currentData?.items.find((item) => item.currency === currency);
  return (
    <>
      <NumberField
        label="Risk-free rate, per cent a year"
        unit="%"
        value={value * 100}
        min={-20}
        max={100}
        onCommit={(entered) => onCommit(Number((entered / 100).toPrecision(12)))}
      />
      {found && found.rate !== value && (
        <Button
          variant="default"
          title={`${found.series} of ${dateMedium(found.lastDate)}, ${found.provider}`}
          onClick={() => onCommit(found.rate)}
        >
          Take {percent(found.rate, 2)} of {dateMedium(found.lastDate)}
        </Button>
      )}
    </>
  );
}
