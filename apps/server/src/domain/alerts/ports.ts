/** What alerts need from a database. Every call is about the rows of one owner. */
import type { AlertRuleInput, AlertRuleState, AlertState } from '@riskoptimizer/contracts';
import type { Transaction } from '../transactions/ports.ts';
import type { Evaluation } from './evaluate-rule.ts';

export interface AlertRuleRecord {
  readonly id: string;
  readonly portfolioId: string;
  readonly content: AlertRuleInput;
  readonly version: number;
  readonly state: AlertRuleState;
  readonly stateReason: string | null;
  readonly value: string | null;
  readonly valueDate: string | null;
  readonly utilisation: number | null;
  readonly evaluatedAt: Date | null;
  readonly openAlertId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface AlertRecord {
  readonly id: string;
  readonly ruleId: string;
  /** As it was when the alert was raised. */
  readonly rule: AlertRuleInput;
  readonly state: AlertState;
  readonly raisedValue: string;
  readonly lastValue: string;
  readonly raisedAt: Date;
  readonly lastSeenAt: Date;
  readonly overAt: Date | null;
}

export interface AlertRuleRepository {
  /** By name. */
  list(ownerId: string, portfolioId: string): Promise<AlertRuleRecord[]>;
  find(ownerId: string, portfolioId: string, ruleId: string): Promise<AlertRuleRecord | null>;
  /** The same, and nobody else changes or evaluates it until the transaction ends. */
  lock(ownerId: string, portfolioId: string, ruleId: string, transaction: Transaction): Promise<AlertRuleRecord | null>;
  insert(
    ownerId: string,
    portfolioId: string,
    ruleId: string,
    content: AlertRuleInput,
    now: Date,
    transaction: Transaction,
  ): Promise<void>;
  /** Also forgets what was measured, which was of another rule; an open alert of it is over. */
  replace(ownerId: string, ruleId: string, content: AlertRuleInput, now: Date, transaction: Transaction): Promise<void>;
  /** With its alerts and its utilisation. */
  remove(ownerId: string, ruleId: string, transaction: Transaction): Promise<void>;
}

export interface AlertRepository {
  /** Of a rule, the newest first. */
  ofRule(ownerId: string, ruleId: string): Promise<AlertRecord[]>;
  /** Writes what an evaluation made of a locked rule: its state, its alert, and of a limit a point of its utilisation. */
  keep(
    ownerId: string,
    rule: AlertRuleRecord,
    evaluation: Evaluation & { readonly valueDate: string | null; readonly newAlertId: string },
    now: Date,
    transaction: Transaction,
  ): Promise<void>;
}
