/** What is in a file of everything, in words. */
import type { EverythingCounts, EverythingPreview } from '@riskoptimizer/contracts';
import { plural } from '../../platform/format.ts';

/** "3 portfolios with 120 transactions, 12 assets with 30,000 prices". What is not there is not named. */
export function countsWords(counts: EverythingCounts): string {
  const { portfolios, transactions, assets, prices, exchangeRates, importMappings, assetAliases } = counts;
  const parts = [
    withPart(portfolios, 'portfolio', transactions, 'transaction'),
    withPart(assets, 'asset', prices, 'price'),
    exchangeRates > 0 && plural(exchangeRates, 'exchange rate'),
    importMappings > 0 && plural(importMappings, 'saved mapping'),
    assetAliases > 0 && plural(assetAliases, 'remembered security', 'remembered securities'),
  ].filter(Boolean);
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

function withPart(whole: number, noun: string, part: number, partNoun: string): string | false {
  if (whole === 0) return false;
  return part === 0 ? plural(whole, noun) : `${plural(whole, noun)} with ${plural(part, partNoun)}`;
}

export function previewSentence({ counts, inTheWay }: EverythingPreview, fileName: string): string {
  const has = `${fileName} has ${countsWords(counts)}.`;
  if (inTheWay.length === 0) return `${has} This account is empty: all of it can be stored.`;
  return `${has} It cannot be stored here: this account has ${inTheWay.join(' and ')} already, deleted ones included.`;
}
