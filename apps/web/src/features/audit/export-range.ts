import { count } from '../../platform/format.ts';
import { parseSequence } from './audit-filters.ts';

/** The range to ask for, or what is wrong with what was typed. */
export function rangeOf(first: string, last: string, treeSize: number) {
  const plain = (text: string) => parseSequence(text.replaceAll(/[,\s]/g, ''));
  const fromSequence = plain(first);
  if (fromSequence === undefined) return 'The first entry is a whole number from 1.';
  if (fromSequence > treeSize) return `The trail ends with entry ${count(treeSize)}.`;
  if (last.trim() === '') return { fromSequence, toSequence: null };
  const toSequence = plain(last);
  if (toSequence === undefined) return 'The last entry is a whole number, or empty for the end of the trail.';
  if (toSequence < fromSequence) return 'The last entry comes before the first.';
  return { fromSequence, toSequence };
}
