/**
 * Whose object it is, and what the actor is to it. Every service asks here before it touches an object that a request names.
 *
 * What may not be seen is missing: the same answer, after the same one statement. 403 is for what may be seen and not done.
 */
import { permissionsOf } from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import type { AccessLevel, AccessRepository, FoundAccess } from './ports.ts';

export interface ObjectAccess {
  /** @throws ProblemError `not-found`; `permission-denied` for a share of too low a level. */
  portfolio(actor: SignedInActor, portfolioId: string, least: AccessLevel): Promise<FoundAccess>;
  /** For its owner, deleted or not. @throws ProblemError as `portfolio` does. */
  restorablePortfolio(actor: SignedInActor, portfolioId: string): Promise<FoundAccess>;
  /** @throws ProblemError `not-found`; `permission-denied` to change an asset of a shared portfolio. */
  asset(actor: SignedInActor, assetId: string, least: AccessLevel): Promise<FoundAccess>;
  /** Imports are never shared. @throws ProblemError `not-found`. */
  priceImport(actor: SignedInActor, importId: string): Promise<FoundAccess>;
  /** Imports are never shared. @throws ProblemError `not-found`. */
  transactionImport(actor: SignedInActor, importId: string): Promise<FoundAccess>;
  /** Jobs are never shared. @throws ProblemError `not-found`. */
  job(actor: SignedInActor, jobId: string): Promise<FoundAccess>;
  /** Alerts are never shared. @throws ProblemError `not-found`. */
  alert(actor: SignedInActor, alertId: string): Promise<FoundAccess>;
}

const rank: Readonly<Record<AccessLevel, number>> = { read: 1, edit: 2, owner: 3 };

export function createObjectAccess(found: AccessRepository, clock: Clock): ObjectAccess {
  return {
    async portfolio(actor, portfolioId, least) {
      const access = await found.portfolio(actor.userId, portfolioId, clock.now());
      if (access === null) throw portfolioNotFound(portfolioId);
      return requireLevel({ ...access, level: levelOf(actor, access.level) }, least, 'portfolio');
    },
    async restorablePortfolio(actor, portfolioId) {
      const access = await found.portfolio(actor.userId, portfolioId, clock.now(), 'any');
      if (access === null) throw portfolioNotFound(portfolioId);
      return requireLevel(access, 'owner', 'portfolio');
    },
    async asset(actor, assetId, least) {
      const access = await found.asset(actor.userId, assetId, clock.now());
      if (access === null) throw assetNotFound(assetId);
      return requireLevel(access, least, 'asset');
    },
    async priceImport(actor, importId) {
      const access = await found.priceImport(actor.userId, importId, clock.now());
      if (access === null) throw importNotFound(importId);
      return access;
    },
    async transactionImport(actor, importId) {
      const access = await found.transactionImport(actor.userId, importId, clock.now());
      if (access === null) throw transactionImportNotFound(importId);
      return access;
    },
    async job(actor, jobId) {
      const access = await found.job(actor.userId, jobId);
      if (access === null) throw jobNotFound(jobId);
      return access;
    },
    async alert(actor, alertId) {
      const access = await found.alert(actor.userId, alertId);
      if (access === null) throw alertNotFound(alertId);
      return access;
    },
  };
}

/** The smaller of role and share: whose role changes nothing can only read what is shared for editing. */
export function levelOf(actor: SignedInActor, level: AccessLevel): AccessLevel {
  return level === 'edit' && !permissionsOf(actor.role).includes('portfolio:change') ? 'read' : level;
}

function requireLevel(access: FoundAccess, least: AccessLevel, noun: string): FoundAccess {
  if (rank[access.level] >= rank[least]) return access;
  const detail =
    least === 'owner'
      ? `Only the owner of the ${noun} may do this; it is shared with you to ${access.level}.`
      : `The ${noun} is shared with you to ${access.level}. Ask its owner for a share to ${least}.`;
  throw new ProblemError('permission-denied', detail);
}

export function portfolioNotFound(portfolioId: string): ProblemError {
  return new ProblemError(
    'not-found',
    `There is no portfolio ${portfolioId}. The list of portfolios is at /api/v1/portfolios.`,
  );
}

export function assetNotFound(assetId: string): ProblemError {
  return new ProblemError('not-found', `There is no asset ${assetId}. The list of assets is at /api/v1/assets.`);
}

export function jobNotFound(jobId: string): ProblemError {
  return new ProblemError('not-found', `There is no job ${jobId}. The list of your jobs is at /api/v1/jobs.`);
}

export function alertNotFound(alertId: string): ProblemError {
  return new ProblemError('not-found', `There is no alert ${alertId}. The list of your alerts is at /api/v1/alerts.`);
}

export function importNotFound(importId: string): ProblemError {
  return new ProblemError(
    'not-found',
    `There is no price import ${importId}. A preview is kept for a day; send the file again.`,
  );
}

export function transactionImportNotFound(importId: string): ProblemError {
  return new ProblemError(
    'not-found',
    `There is no import of transactions ${importId}. A preview is kept for a day; send the file again.`,
  );
}
