/** Alert rules: read, made, changed and deleted by the owner of the portfolio, never on top of a change that was not seen. */
import type {
  AlertRule,
  AlertRuleInput,
  AlertRuleList,
  UtilisationHistory,
  UtilisationQuery,
} from '@riskoptimizer/contracts';
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import { assetNotFound, type ObjectAccess } from '../access/object-access.ts';
import type { AssetRepository } from '../assets/ports.ts';
import { pageCursor } from '../portfolios/page-cursor.ts';
import type { ExpectedVersion } from '../portfolios/ports.ts';
import type { Transactions } from '../transactions/ports.ts';
import { alertRuleChanged, alertRuleCreated, alertRuleDeleted } from './alert-rule-events.ts';
import type { AlertRuleRecord, AlertRuleRepository } from './ports.ts';

export interface AlertRuleService {
  list(actor: SignedInActor, portfolioId: string): Promise<AlertRuleList>;
  get(actor: SignedInActor, portfolioId: string, ruleId: string): Promise<AlertRule>;
  create(actor: SignedInActor, portfolioId: string, input: AlertRuleInput): Promise<AlertRule>;
  /** The rule starts anew: what was measured is forgotten, and its open alert is over. */
  update(
    actor: SignedInActor,
    portfolioId: string,
    ruleId: string,
    expected: ExpectedVersion,
    input: AlertRuleInput,
  ): Promise<AlertRule>;
  remove(actor: SignedInActor, portfolioId: string, ruleId: string, expected: ExpectedVersion): Promise<void>;
  /** How much of a limit was used, the newest first; a rule that is no limit has none. */
  utilisation(
    actor: SignedInActor,
    portfolioId: string,
    ruleId: string,
    query: UtilisationQuery,
  ): Promise<UtilisationHistory>;
}

/** Of one portfolio: each is measured at every change of it. */
const rulesMax = 100;
const historyCursor = pageCursor(z.strictObject({ ruleId: z.uuid(), before: z.iso.datetime() }));

export interface AlertRuleServiceParts {
  readonly access: Pick<ObjectAccess, 'portfolio'>;
  readonly assets: Pick<AssetRepository, 'find'>;
  readonly rules: AlertRuleRepository;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly createId: () => string;
}

export function createAlertRuleService(parts: AlertRuleServiceParts): AlertRuleService {
  const { access, assets, rules, transactions, clock, createId } = parts;

  async function requireSubject(ownerId: string, { subject }: AlertRuleInput): Promise<void> {
    if (subject.kind === 'asset' && (await assets.find(ownerId, subject.assetId)) === null)
      throw assetNotFound(subject.assetId);
  }

  return {
    async list(actor, portfolioId) {
      const { ownerId } = await access.portfolio(actor, portfolioId, 'owner');
      return { items: (await rules.list(ownerId, portfolioId)).map(presentRule) };
    },
    async get(actor, portfolioId, ruleId) {
      const { ownerId } = await access.portfolio(actor, portfolioId, 'owner');
      return presentRule(requireRule(await rules.find(ownerId, portfolioId, ruleId), ruleId, 'any'));
    },
    async create(actor, portfolioId, input) {
      const { ownerId } = await access.portfolio(actor, portfolioId, 'owner');
      await requireSubject(ownerId, input);
      if ((await rules.list(ownerId, portfolioId)).length >= rulesMax) throw tooMany();
      const id = createId();
      return transactions.run(async (transaction) => {
        await rules.insert(ownerId, portfolioId, id, input, clock.now(), transaction);
        const after = (await rules.lock(ownerId, portfolioId, id, transaction))!;
        transactions.record(alertRuleCreated(ownerId, after));
        return presentRule(after);
      });
    },
    async update(actor, portfolioId, ruleId, expected, input) {
      const { ownerId } = await access.portfolio(actor, portfolioId, 'owner');
      await requireSubject(ownerId, input);
      return transactions.run(async (transaction) => {
        const before = requireRule(await rules.lock(ownerId, portfolioId, ruleId, transaction), ruleId, expected);
        await rules.replace(ownerId, ruleId, input, clock.now(), transaction);
        const after = (await rules.lock(ownerId, portfolioId, ruleId, transaction))!;
        transactions.record(alertRuleChanged(ownerId, before, after));
        return presentRule(after);
      });
    },
    async remove(actor, portfolioId, ruleId, expected) {
      const { ownerId } = await access.portfolio(actor, portfolioId, 'owner');
      await transactions.run(async (transaction) => {
        const before = requireRule(await rules.lock(ownerId, portfolioId, ruleId, transaction), ruleId, expected);
        await rules.remove(ownerId, ruleId, transaction);
        transactions.record(alertRuleDeleted(ownerId, before));
      });
    },
    async utilisation(actor, portfolioId, ruleId, { limit, cursor }) {
      const { ownerId } = await access.portfolio(actor, portfolioId, 'owner');
      requireRule(await rules.find(ownerId, portfolioId, ruleId), ruleId, 'any');
      const place = historyCursor.read(cursor, (read) => read.ruleId === ruleId);
      const before = place === null ? null : new Date(place.before);
      const found = await rules.utilisation(ownerId, ruleId, { before, limit: limit + 1 });
      const items = found.slice(0, limit).map(({ at, ...point }) => ({ at: at.toISOString(), ...point }));
      const last = found.length > limit ? items.at(-1) : undefined;
      return { items, nextCursor: last === undefined ? null : historyCursor.write({ ruleId, before: last.at }) };
    },
  };
}

function tooMany(): ProblemError {
  return new ProblemError('state-conflict', `The portfolio has ${rulesMax} alert rules already. Delete one first.`);
}

export function requireRule(found: AlertRuleRecord | null, ruleId: string, expected: ExpectedVersion): AlertRuleRecord {
  if (found === null) throw new ProblemError('not-found', `The portfolio has no alert rule ${ruleId}.`);
  if (expected === 'any' || expected.includes(found.version)) return found;
  throw new ProblemError(
    'version-conflict',
    `The alert rule is at version ${found.version} by now, so nothing was changed. Read it again and repeat the change on that version.`,
  );
}

function presentRule({ content, evaluatedAt, createdAt, updatedAt, webhook, ...rule }: AlertRuleRecord): AlertRule {
  return {
    ...content,
    ...rule,
    webhook: webhook === null ? null : { host: webhook.host, createdAt: webhook.createdAt.toISOString() },
    evaluatedAt: evaluatedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
