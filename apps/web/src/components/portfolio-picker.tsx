import { NativeSelect } from '@mantine/core';
import { useParameters } from '../platform/use-parameters.ts';
import { usePortfolioChoice } from '../platform/use-portfolio-choice.ts';
import classes from './portfolio-picker.module.css';

/** Chooses the portfolio of the page; the choice is kept in the address. */
export function PortfolioPicker() {
  const { portfolioId, portfolios } = usePortfolioChoice();
  const { change } = useParameters();
  if (portfolios.length === 0) return null;
  const known = portfolios.some(({ id }) => id === portfolioId);
  return (
    <NativeSelect
      aria-label="Portfolio"
      className={classes.picker}
      value={known ? portfolioId : ''}
      onChange={(event) => change({ portfolio: event.currentTarget.value })}
    >
      {!known && <option value="">Choose a portfolio</option>}
      {portfolios.map(({ id, name, simulated, access, ownerName }) => (
        <option key={id} value={id}>
          {simulated && !/simulated/i.test(name) ? `${name} (simulated)` : name}
          {access !== 'owner' && `, of ${ownerName}`}
        </option>
      ))}
    </NativeSelect>
  );
}
