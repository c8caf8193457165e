/** What alerts need from a database. Every call is about the rows of one owner. */
import type {
  AlertDelivery,
  AlertOccasion,
  AlertRuleInput,
  AlertRuleState,
  AlertState,
} from '@riskoptimizer/contracts';
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
  readonly webhook: { readonly host: string; readonly createdAt: Date } | null;
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

/** An alert with what is told of it. */
export interface ShownAlert extends AlertRecord {
  readonly portfolioId: string;
  readonly portfolioName: string;
  readonly baseCurrency: string;
  /** Of a rule about an asset. */
  readonly asset: { readonly symbol: string; readonly currency: string } | null;
  readonly acknowledged: { readonly by: string; readonly at: Date; readonly note: string | null } | null;
}

export interface UtilisationRecord {
  readonly at: Date;
  readonly value: string | null;
  readonly utilisation: number | null;
  readonly reason: string | null;
}

/** A portfolio with rules that are to be measured. */
export interface WatchedPortfolio {
  readonly ownerId: string;
  readonly portfolioId: string;
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
  /** The newest first. */
  utilisation(
    ownerId: string,
    ruleId: string,
    page: { readonly before: Date | null; readonly limit: number },
  ): Promise<UtilisationRecord[]>;
  /** Portfolios that are neither archived nor deleted and have a rule that is enabled; of all owners unless one is named. */
  watched(ownerId: string | null): Promise<WatchedPortfolio[]>;
  /** With its alerts and its utilisation. */
  remove(ownerId: string, ruleId: string, transaction: Transaction): Promise<void>;
}

export interface AlertRepository {
  /** Of a rule, the newest first. */
  ofRule(ownerId: string, ruleId: string): Promise<AlertRecord[]>;
  /** The newest first; none of a deleted portfolio. */
  page(
    ownerId: string,
    page: {
      readonly portfolioId: string | undefined;
      readonly isOpen: boolean | undefined;
      readonly before: string | null;
      readonly limit: number;
    },
  ): Promise<ShownAlert[]>;
  find(ownerId: string, alertId: string): Promise<ShownAlert | null>;
  /** False when it was acknowledged before. */
  acknowledge(
    ownerId: string,
    alertId: string,
    acknowledged: { readonly by: string; readonly at: Date; readonly note: string | null },
    transaction: Transaction,
  ): Promise<boolean>;
  /** Writes what an evaluation made of a locked rule: its state, its alert, and of a limit a point of its utilisation. */
  keep(
    ownerId: string,
    rule: AlertRuleRecord,
    evaluation: Evaluation & { readonly valueDate: string | null; readonly newAlertId: string },
    now: Date,
    transaction: Transaction,
  ): Promise<void>;
}

/** The address and the secret are sealed where they are stored. */
export interface AlertWebhookRepository {
  put(
    ownerId: string,
    ruleId: string,
    webhook: { readonly host: string; readonly address: string; readonly secret: string; readonly createdAt: Date },
    transaction: Transaction,
  ): Promise<void>;
  /** False when there was none. */
  remove(ownerId: string, ruleId: string, transaction: Transaction): Promise<boolean>;
  find(ownerId: string, ruleId: string): Promise<{ readonly address: string; readonly secret: string } | null>;
}

export interface DeliveryRecord {
  readonly id: string;
  readonly alertId: string;
  readonly channel: AlertDelivery['channel'];
  readonly occasion: AlertOccasion;
  readonly state: AlertDelivery['state'];
  readonly attempts: number;
  readonly outcome: string | null;
  readonly lastAttemptAt: Date | null;
  readonly createdAt: Date;
}

export interface AlertDeliveryRepository {
  insert(
    ownerId: string,
    delivery: Pick<DeliveryRecord, 'id' | 'alertId' | 'channel' | 'occasion' | 'createdAt'>,
    transaction: Transaction,
  ): Promise<void>;
  find(ownerId: string, deliveryId: string): Promise<DeliveryRecord | null>;
  /** The newest first. */
  ofAlerts(ownerId: string, alertIds: readonly string[]): Promise<DeliveryRecord[]>;
  /** Counted before anything is sent: what was cut off in between was an attempt as well. @returns its number. */
  begin(ownerId: string, deliveryId: string, now: Date): Promise<number>;
  /** What came of the last attempt. */
  note(ownerId: string, deliveryId: string, state: DeliveryRecord['state'], outcome: string): Promise<void>;
}

/** Posts to a host of the public internet, never to one that is not. */
export interface WebhookSender {
  /** The host of an address that may be posted to. @throws ProblemError `request-invalid`. */
  hostOf(address: string): string;
  /**
   * Signed with HMAC-SHA256 of `timestamp.body`, in hexadecimal digits.
   *
   * @throws DeliveryFailure when the host did not take it.
   */
  post(
    message: {
      readonly address: string;
      readonly secret: string;
      readonly deliveryId: string;
      readonly timestamp: number;
      readonly body: string;
    },
    signal: AbortSignal,
  ): Promise<{ readonly status: number }>;
}

/** Why a message was not taken; the text has no address in it. */
export class DeliveryFailure extends Error {
  override readonly name = 'DeliveryFailure';
  /** Whether it may be taken another time. */
  readonly mayPass: boolean;

  constructor(message: string, mayPass: boolean, options?: ErrorOptions) {
    super(message, options);
    this.mayPass = mayPass;
  }
}
