/** The options of a frontier as a request gives them, laid out for the calculation. */
import type { BirthCertificate, PortfolioFrontierRequest, ProblemDetail } from '@riskoptimizer/contracts';
import { refuseAny } from '../series/series-table.ts';
import type { Bounds, FrontierOptions } from './frontier-calculation.ts';

type RequestedOptions = Pick<
  PortfolioFrontierRequest,
  'budget' | 'riskFree' | 'returnsMethod' | 'covarianceMethod' | 'pointCount' | 'bounds'
>;

/**
 * @param names what the bounds of the request are named by (ids or symbols), in the order of the assets.
 * @throws ProblemError `request-invalid` for bounds of an asset that is not there.
 */
export function frontierOptions(
  request: RequestedOptions,
  names: readonly string[],
  periodsPerYear: number,
): FrontierOptions {
  const { budget, riskFree, returnsMethod, covarianceMethod, pointCount } = request;
  const bounds = boundsOf(request.bounds, names);
  return { budget, riskFree, returnsMethod, covarianceMethod, pointCount, periodsPerYear, bounds };
}

/** The options as the birth certificate keeps them. */
export function certifiedOptions(request: RequestedOptions): BirthCertificate['parameters'] {
  const { budget, riskFree, returnsMethod, covarianceMethod, pointCount, bounds } = request;
  return { budget, riskFree, returnsMethod, covarianceMethod, pointCount, bounds: JSON.stringify(bounds) };
}

function boundsOf({ default: byDefault, assets }: RequestedOptions['bounds'], names: readonly string[]): Bounds[] {
  const known = new Set(names);
  // A map, because an asset may be called "constructor".
  const given = new Map(Object.entries(assets));
  const errors: ProblemDetail[] = [...given.keys()]
    .filter((name) => !known.has(name))
    .map((name) => ({
      field: `/bounds/assets/${name}`,
      message: `bounds are given for ${name}, which is not among the assets`,
      value: name,
      remedy: 'Correct the name, or leave the bounds out.',
    }));
  refuseAny(errors);
  return names.map((name) => given.get(name) ?? byDefault);
}
