/** Alert rules and limits of a portfolio, and one's alerts. */
import {
  type AcknowledgeAlertRequest,
  type AlertListQuery,
  alert,
  alertList,
  alertRule,
  type alertRuleInput,
  alertRuleList,
  alertWebhook,
  type UtilisationQuery,
  utilisationHistory,
} from '@riskoptimizer/contracts';
import { z } from 'zod';
import { type CallOptions, send } from '../send.ts';
import type { Wire } from '../wire.ts';
import type { PortfolioReference } from './portfolio-calls.ts';

export interface AlertRuleReference extends PortfolioReference {
  readonly ruleId: string;
}
/** A rule as it was read: a change is refused with `version-conflict` when it is no longer that version. */
export interface AlertRuleVersion extends AlertRuleReference {
  readonly version: number;
}
export interface AlertRuleContent {
  readonly content: z.input<typeof alertRuleInput>;
}
export interface AlertReference {
  readonly alertId: string;
}

export function alertCalls(wire: Wire) {
  return {
    listAlertRules: ({ portfolioId }: PortfolioReference, options?: CallOptions) =>
      send(wire, 'listAlertRules', alertRuleList, { path: { portfolioId } }, options),
    createAlertRule: ({ portfolioId, content }: PortfolioReference & AlertRuleContent, options?: CallOptions) =>
      send(wire, 'createAlertRule', alertRule, { path: { portfolioId }, body: content }, options),
    getAlertRule: ({ portfolioId, ruleId }: AlertRuleReference, options?: CallOptions) =>
      send(wire, 'getAlertRule', alertRule, { path: { portfolioId, ruleId } }, options),
    updateAlertRule: (
      { portfolioId, ruleId, version, content }: AlertRuleVersion & AlertRuleContent,
      options?: CallOptions,
    ) => send(wire, 'updateAlertRule', alertRule, { path: { portfolioId, ruleId }, version, body: content }, options),
    deleteAlertRule: ({ portfolioId, ruleId, version }: AlertRuleVersion, options?: CallOptions) =>
      send(wire, 'deleteAlertRule', z.null(), { path: { portfolioId, ruleId }, version }, options),
    /** The secret of the answer is shown this once. */
    putAlertWebhook: (
      { portfolioId, ruleId, address }: AlertRuleReference & { readonly address: string },
      options?: CallOptions,
    ) => send(wire, 'putAlertWebhook', alertWebhook, { path: { portfolioId, ruleId }, body: { address } }, options),
    deleteAlertWebhook: ({ portfolioId, ruleId }: AlertRuleReference, options?: CallOptions) =>
      send(wire, 'deleteAlertWebhook', z.null(), { path: { portfolioId, ruleId } }, options),
    getLimitUtilisation: (
      { portfolioId, ruleId, ...query }: AlertRuleReference & Partial<UtilisationQuery>,
      options?: CallOptions,
    ) => send(wire, 'getLimitUtilisation', utilisationHistory, { path: { portfolioId, ruleId }, query }, options),
    listAlerts: (query: Partial<AlertListQuery> | void, options?: CallOptions) =>
      send(wire, 'listAlerts', alertList, { query: query ?? {} }, options),
    getAlert: ({ alertId }: AlertReference, options?: CallOptions) =>
      send(wire, 'getAlert', alert, { path: { alertId } }, options),
    acknowledgeAlert: ({ alertId, note }: AlertReference & AcknowledgeAlertRequest, options?: CallOptions) =>
      send(wire, 'acknowledgeAlert', alert, { path: { alertId }, body: { note } }, options),
  };
}
