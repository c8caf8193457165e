import type { Money } from '../valuation/decimal-and-number.ts';
import type { Aim } from './aims.ts';
import type { PricedAsset } from './value-assets.ts';

/** Something that is held or aimed at, with its price. */
export interface Candidate extends PricedAsset {
  readonly aim: Aim;
  readonly held: Money;
  readonly isShort: boolean;
}
