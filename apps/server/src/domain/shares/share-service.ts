/** Shares of a portfolio, by its owner: with one other person each, until a date or until they are taken back. */
import type { Share, ShareInput } from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import type { ObjectAccess } from '../access/object-access.ts';
import { type AuditEvent, maskEmail } from '../audit/ports.ts';
import type { BlindIndex, FieldCipher } from '../cryptography/ports.ts';
import { emailIndexOf } from '../identity/email-address.ts';
import type { Transactions } from '../transactions/ports.ts';
import type { ShareRecord, ShareRepository } from './ports.ts';

export interface ShareService {
  list(actor: SignedInActor, portfolioId: string): Promise<{ items: Share[] }>;
  /** The answer is the same whether or not the address has an account. */
  create(actor: SignedInActor, portfolioId: string, input: ShareInput): Promise<Share>;
  revoke(actor: SignedInActor, portfolioId: string, shareId: string): Promise<void>;
}

export interface ShareServiceParts {
  readonly access: ObjectAccess;
  readonly shares: ShareRepository;
  readonly transactions: Transactions;
  readonly cipher: FieldCipher;
  readonly blindIndex: BlindIndex;
  readonly clock: Clock;
  readonly createId: () => string;
}

export function createShareService(parts: ShareServiceParts): ShareService {
  const { access, shares, transactions, cipher, blindIndex, clock, createId } = parts;
  const emailOf = ({ id, emailSealed }: ShareRecord) => cipher.open(placeOf(id), emailSealed);
  const present = (record: ShareRecord): Share => ({
    id: record.id,
    email: emailOf(record),
    level: record.level,
    createdAt: record.createdAt.toISOString(),
    expiresAt: record.expiresAt?.toISOString() ?? null,
  });

  return {
    async list(actor, portfolioId) {
      await access.portfolio(actor, portfolioId, 'owner');
      return { items: (await shares.list(portfolioId, clock.now())).map(present) };
    },

    async create(actor, portfolioId, { email, level, expiresAt }) {
      const { ownerId } = await access.portfolio(actor, portfolioId, 'owner');
      const now = clock.now();
      if (expiresAt !== null && new Date(expiresAt) <= now) throw expiryPast(expiresAt);
      const emailIndex = emailIndexOf(blindIndex, email);
      return transactions.run(async () => {
        const granteeId = await transactions.asSystem(() => shares.userOf(emailIndex));
        if (granteeId === ownerId) throw ownAddress();
        const id = createId();
        const record: ShareRecord = {
          id,
          portfolioId,
          ownerId,
          emailSealed: cipher.seal(placeOf(id), email),
          emailIndex,
          granteeId,
          level,
          createdAt: now,
          expiresAt: expiresAt === null ? null : new Date(expiresAt),
        };
        if ((await shares.insert(record)) === 'exists') throw alreadyShared();
        transactions.record({ ...about(record), action: 'portfolio.shared', after: contentOf(record, email) });
        return present(record);
      });
    },

    async revoke(actor, portfolioId, shareId) {
      await access.portfolio(actor, portfolioId, 'owner');
      await transactions.run(async () => {
        const revoked = await shares.revoke(portfolioId, shareId, clock.now());
        if (revoked === null) throw shareNotFound(shareId);
        const before = contentOf(revoked, emailOf(revoked));
        transactions.record({ ...about(revoked), action: 'portfolio.share-revoked', before });
      });
    },
  };
}

function placeOf(row: string) {
  return { table: 'portfolio_shares', column: 'email_sealed', row };
}

/** Not the portfolio: an entry about that is a version of it, with the whole content. */
function about({ id, ownerId }: ShareRecord) {
  return { entity: { type: 'portfolio-share', id }, ownerId };
}

function contentOf(record: ShareRecord, email: string): AuditEvent['after'] {
  return {
    id: record.id,
    portfolioId: record.portfolioId,
    email: maskEmail(email),
    level: record.level,
    expiresAt: record.expiresAt?.toISOString() ?? null,
  };
}

function expiryPast(expiresAt: string): ProblemError {
  return new ProblemError('request-invalid', `The share would end at ${expiresAt}, which has passed.`, {
    errors: [{ field: '/expiresAt', message: 'expected a time to come, or null', value: expiresAt }],
  });
}

function ownAddress(): ProblemError {
  return new ProblemError('request-invalid', 'This is your own address; the portfolio is yours already.', {
    errors: [{ field: '/email', message: 'expected the address of somebody else' }],
  });
}

function alreadyShared(): ProblemError {
  const detail = 'The portfolio is shared with this address already. Take that share back to give another.';
  return new ProblemError('already-exists', detail, {
    errors: [{ field: '/email', message: 'expected an address that it is not shared with' }],
  });
}

function shareNotFound(shareId: string): ProblemError {
  return new ProblemError('not-found', `There is no active share ${shareId} of this portfolio.`);
}
