/** Alert rules on a portfolio and its assets, limits with their utilisation, and the alerts that rules raise. */
import { z } from 'zod';
import { cursor, pageLimit } from './portfolio-list.ts';
import {
  confidenceLevel,
  decimalString,
  freeText,
  freeTextExpected,
  identifier,
  isoDate,
  isoInstant,
  plainText,
  plainTextExpected,
} from './primitives.ts';
import { windowName } from './risk.ts';
import { positiveDecimal, unsignedDecimal } from './transactions.ts';

/**
 * `weight` share of the value; `drift` distance of the weight from its target; `value` money in the base currency; `drawdown`
 * distance below the peak of the window, positive; `volatility` a year; `value-at-risk` and `cvar` of one period, a loss is
 * positive; `price` in the currency of the asset; `data-age` days since the last price.
 */
export const alertMeasure = z.enum([
  'weight',
  'drift',
  'value',
  'drawdown',
  'volatility',
  'value-at-risk',
  'cvar',
  'price',
  'data-age',
]);
export type AlertMeasure = z.infer<typeof alertMeasure>;

export const alertComparison = z.enum(['above', 'below']).describe('Strictly: a value on the threshold is within');
export type AlertComparison = z.infer<typeof alertComparison>;

export const alertChannel = z.enum(['in-app', 'email', 'webhook']);
export type AlertChannel = z.infer<typeof alertChannel>;

/** What a rule watches: the whole portfolio, or one asset that it holds. */
export const alertSubject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('portfolio') }),
  z.strictObject({ kind: z.literal('asset'), assetId: identifier }),
]);
export type AlertSubject = z.infer<typeof alertSubject>;

const ofAssetsOnly: ReadonlySet<AlertMeasure> = new Set(['weight', 'price']);
const ofPortfoliosOnly: ReadonlySet<AlertMeasure> = new Set(['volatility', 'value-at-risk', 'cvar', 'drawdown']);

export const alertRuleInput = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1, 'expected at least one character')
      .max(120, 'expected at most 120 characters')
      .regex(plainText, plainTextExpected),
    subject: alertSubject,
    measure: alertMeasure,
    comparison: alertComparison,
    threshold: decimalString.describe('In the unit of the measure: 0.25 is 25 %, money in full units, age in days'),
    hysteresis: unsignedDecimal
      .default('0')
      .describe('How far back past the threshold the value must come before the alert is over, in the same unit'),
    window: windowName.default('1y').describe('Of the returns behind drawdown, volatility, VaR and CVaR'),
    confidence: confidenceLevel.default(0.95).describe('Of VaR and CVaR'),
    isLimit: z.boolean().default(false).describe('A limit also keeps its utilisation: value over threshold'),
    channels: z
      .array(alertChannel)
      .min(1, 'expected at least one channel, such as "in-app"')
      .max(3)
      .refine((channels) => new Set(channels).size === channels.length, 'expected each channel once')
      .default(['in-app']),
    enabled: z.boolean().default(true),
  })
  .superRefine((rule, context) => {
    const refuse = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    if (rule.subject.kind === 'portfolio' && ofAssetsOnly.has(rule.measure))
      refuse('subject', `expected an asset: ${rule.measure} is measured of a single asset`);
    if (rule.subject.kind === 'asset' && ofPortfoliosOnly.has(rule.measure))
      refuse('subject', `expected the portfolio: ${rule.measure} is measured of the whole portfolio`);
    if (!rule.isLimit) return;
    if (rule.comparison !== 'above') refuse('comparison', 'expected "above": a limit is what a value must not exceed');
    if (!positiveDecimal.safeParse(rule.threshold).success)
      refuse('threshold', 'expected a positive number: utilisation is the value over it');
  });
export type AlertRuleInput = z.infer<typeof alertRuleInput>;

/**
 * `waiting` was not measured yet; `within` and `beyond` what was measured last; `no-data` could not be measured, which neither
 * raises an alert nor ends one.
 */
export const alertRuleState = z.enum(['waiting', 'within', 'beyond', 'no-data']);
export type AlertRuleState = z.infer<typeof alertRuleState>;

export const alertRule = z.strictObject({
  ...alertRuleInput.shape,
  id: identifier,
  portfolioId: identifier,
  version: z.int(),
  state: alertRuleState,
  stateReason: z.string().nullable().describe('Why there is no data'),
  value: z.string().nullable().describe('As last measured, in the unit of the measure'),
  valueDate: isoDate.nullable().describe('Of the data behind the value'),
  utilisation: z.number().nullable().describe('Of a limit: value over threshold, 1 is all of it'),
  evaluatedAt: isoInstant.nullable(),
  openAlertId: identifier.nullable().describe('The alert that is not over'),
  webhook: z
    .strictObject({ host: z.string(), createdAt: isoInstant })
    .nullable()
    .describe('Where alerts are posted; the whole address and the secret are not shown again'),
  createdAt: isoInstant,
  updatedAt: isoInstant,
});
export type AlertRule = z.infer<typeof alertRule>;

/** Where alerts of a rule are posted. Setting it makes a new secret. */
export const alertWebhookInput = z.strictObject({
  address: z.string().min(1).max(2000).describe('https, port 443, a host of the public internet by its name'),
});
export type AlertWebhookInput = z.infer<typeof alertWebhookInput>;

export const alertWebhook = z.strictObject({
  host: z.string(),
  secret: z.string().describe('Shown this once: the key of the signature'),
  createdAt: isoInstant,
});
export type AlertWebhook = z.infer<typeof alertWebhook>;

export const alertRuleList = z.strictObject({ items: z.array(alertRule) });
export type AlertRuleList = z.infer<typeof alertRuleList>;

/** `raised` crossed the threshold at the last look; `still-true` was found beyond it again since; `over` came back. */
export const alertState = z.enum(['raised', 'still-true', 'over']);
export type AlertState = z.infer<typeof alertState>;

export const alertOccasion = z.enum(['raised', 'over']);
export type AlertOccasion = z.infer<typeof alertOccasion>;

/** A message about an alert by e-mail or webhook. It has one id however often it is tried. */
export const alertDelivery = z.strictObject({
  id: identifier,
  channel: z.enum(['email', 'webhook']),
  occasion: alertOccasion,
  state: z.enum(['waiting', 'sent', 'failed']),
  attempts: z.int(),
  outcome: z.string().nullable().describe('Of the last attempt, in words'),
  lastAttemptAt: isoInstant.nullable(),
  createdAt: isoInstant,
});
export type AlertDelivery = z.infer<typeof alertDelivery>;

export const alert = z.strictObject({
  id: identifier,
  ruleId: identifier,
  ruleName: z.string(),
  portfolioId: identifier,
  portfolioName: z.string(),
  subject: alertSubject,
  measure: alertMeasure,
  comparison: alertComparison,
  threshold: z.string(),
  state: alertState,
  sentence: z.string().describe('What happened, in words'),
  raisedValue: z.string(),
  lastValue: z.string(),
  raisedAt: isoInstant,
  lastSeenAt: isoInstant.describe('When it was last found to be true'),
  overAt: isoInstant.nullable(),
  acknowledged: z
    .strictObject({ by: z.string().describe('Name'), at: isoInstant, note: z.string().nullable() })
    .nullable(),
  deliveries: z.array(alertDelivery).describe('The newest first'),
});
export type Alert = z.infer<typeof alert>;

export const acknowledgeAlertRequest = z.strictObject({
  note: z
    .string()
    .trim()
    .min(1, 'expected at least one character')
    .max(1000, 'expected at most 1000 characters')
    .regex(freeText, freeTextExpected)
    .nullable()
    .default(null)
    .describe('What was made of it'),
});
export type AcknowledgeAlertRequest = z.infer<typeof acknowledgeAlertRequest>;

export const alertListQuery = z.strictObject({
  portfolioId: identifier.optional(),
  open: z.enum(['true', 'false']).optional().describe('true: only those that are not over'),
  limit: pageLimit(200, 50),
  cursor: cursor.optional(),
});
export type AlertListQuery = z.infer<typeof alertListQuery>;

export const alertList = z.strictObject({ items: z.array(alert), nextCursor: z.string().nullable() });
export type AlertList = z.infer<typeof alertList>;

export const utilisationPoint = z.strictObject({
  at: isoInstant,
  value: z.string().nullable().describe('Null where it could not be measured'),
  utilisation: z.number().nullable(),
  reason: z.string().nullable().describe('Why it could not be measured'),
});
export type UtilisationPoint = z.infer<typeof utilisationPoint>;

export const utilisationQuery = z.strictObject({ limit: pageLimit(1000, 250), cursor: cursor.optional() });
export type UtilisationQuery = z.infer<typeof utilisationQuery>;

export const utilisationHistory = z.strictObject({
  items: z
    .array(utilisationPoint)
    .describe('The newest first; a point is kept where something changed, and once a day'),
  nextCursor: z.string().nullable(),
});
export type UtilisationHistory = z.infer<typeof utilisationHistory>;
