/** An alert rule as it is being typed: texts, until the schema of the API accepts them. */
import {
  type AlertChannel,
  type AlertComparison,
  type AlertMeasure,
  type AlertRule,
  type AlertRuleInput,
  alertRuleInput,
  type WindowName,
} from '@riskoptimizer/contracts';
import { movePoint, plainDecimal } from '../../platform/plain-decimal.ts';
import { amountOf, measures, typedAmount } from './measures.ts';

export interface RuleDraft {
  readonly name: string;
  readonly measure: AlertMeasure;
  /** Undefined is the portfolio; an empty text is an asset that is still to be chosen. */
  readonly assetId: string | undefined;
  readonly comparison: AlertComparison;
  readonly threshold: string;
  readonly hysteresis: string;
  readonly window: WindowName;
  /** In per cent. */
  readonly confidence: string;
  readonly isLimit: boolean;
  readonly channels: readonly AlertChannel[];
  readonly enabled: boolean;
}

export const newDraft: RuleDraft = {
  name: '',
  measure: 'weight',
  assetId: '',
  comparison: 'above',
  threshold: '',
  hysteresis: '',
  window: '1y',
  confidence: '95',
  isLimit: true,
  channels: ['in-app'],
  enabled: true,
};

/** What of a rule was typed, and not measured. */
export function contentOf(rule: AlertRule): AlertRuleInput {
  const { name, subject, measure, comparison, threshold, hysteresis, window } = rule;
  const { confidence, isLimit, channels, enabled } = rule;
  return {
    name,
    subject,
    measure,
    comparison,
    threshold,
    hysteresis,
    window,
    confidence,
    isLimit,
    channels,
    enabled,
  };
}

export function draftOf(rule: AlertRule): RuleDraft {
  const { subject, threshold, hysteresis, confidence, ...others } = contentOf(rule);
  return {
    ...others,
    assetId: subject.kind === 'asset' ? subject.assetId : undefined,
    threshold: typedAmount(rule.measure, threshold),
    // Nothing is what an empty field means.
    hysteresis: Number(hysteresis) === 0 ? '' : typedAmount(rule.measure, hysteresis),
    confidence: movePoint(String(confidence), 2),
  };
}

/** What is typed goes along when another measure is chosen, as far as that is measured of the same. */
export function withMeasure(draft: RuleDraft, measure: AlertMeasure): RuleDraft {
  const { subjects, unit } = measures[measure];
  // An asset that was not chosen yet is none to keep.
  const keepsAsset = Boolean(draft.assetId) && subjects.includes('asset');
  const assetId = keepsAsset ? draft.assetId : subjects.includes('portfolio') ? undefined : '';
  const isSameUnit = unit === measures[draft.measure].unit;
  // A quarter is no price.
  const amounts = isSameUnit ? {} : { threshold: '', hysteresis: '' };
  return { ...draft, ...amounts, measure, assetId };
}

export function withComparison(draft: RuleDraft, comparison: AlertComparison): RuleDraft {
  // A limit is what must not be exceeded.
  return { ...draft, comparison, isLimit: draft.isLimit && comparison === 'above' };
}

export type ReadRule =
  | { readonly content: AlertRuleInput; readonly problems: null }
  | { readonly content: null; readonly problems: ReadonlyMap<string, string> };

/** Accepted by the schema of the API, or what is wrong by field. */
export function readRule(draft: RuleDraft): ReadRule {
  const problems = new Map<string, string>();
  const { hasConfidence = false } = measures[draft.measure];
  if (draft.assetId === '') problems.set('subject', 'expected an asset');
  const threshold = readNumber(draft.threshold, 'threshold', problems);
  const hysteresis = draft.hysteresis.trim() === '' ? '0' : readNumber(draft.hysteresis, 'hysteresis', problems);
  const confidence = hasConfidence ? readNumber(draft.confidence, 'confidence', problems) : '95';
  if (problems.size > 0) return { content: null, problems };
  const read = alertRuleInput.safeParse({
    name: draft.name,
    subject: draft.assetId === undefined ? { kind: 'portfolio' } : { kind: 'asset', assetId: draft.assetId },
    measure: draft.measure,
    comparison: draft.comparison,
    threshold: amountOf(draft.measure, threshold),
    hysteresis: amountOf(draft.measure, hysteresis),
    window: draft.window,
    confidence: Number(movePoint(confidence, -2)),
    isLimit: draft.isLimit,
    channels: draft.channels,
    enabled: draft.enabled,
  });
  if (read.success) return { content: read.data, problems: null };
  for (const { path, message } of read.error.issues) {
    const field = String(path[0] ?? 'name');
    // The first is the plainest: an empty name is too short before it is anything else.
    if (!problems.has(field)) problems.set(field, message);
  }
  return { content: null, problems };
}

function readNumber(text: string, field: string, problems: Map<string, string>): string {
  const typed = text.trim();
  const plain = plainDecimal(typed);
  if (plain !== null && /^-?\d+(\.\d+)?$/.test(plain)) return plain;
  problems.set(
    field,
    plain === null
      ? `“${typed}” can be read in two ways: write it without separators of thousands, and with a point`
      : 'expected a number such as 12.5',
  );
  return '';
}
