/** Puts together who may touch what: the checks of objects, shares, and answers to repeated requests. */
import type { IdentityFoundation } from './compose-identity.ts';
import { createId } from './core/ids.ts';
import { createObjectAccess, type ObjectAccess } from './domain/access/object-access.ts';
import { createRepeatedRequests } from './domain/idempotency/repeated-requests.ts';
import type { AnyJobKind } from './domain/jobs/job-kind.ts';
import { createShareService } from './domain/shares/share-service.ts';
import { createAccessRepository } from './infrastructure/database/repositories/access-repository.ts';
import { createIdempotencyRepository } from './infrastructure/database/repositories/idempotency-repository.ts';
import { createShareRepository } from './infrastructure/database/repositories/share-repository.ts';
import type { Egress } from './infrastructure/third-party/egress/egress.ts';

/** Handed in by tests only: they take one wall away to try the one behind it, have kinds of jobs of their own, or a host for webhooks. */
export interface ReplacedForTests {
  readonly access?: (access: ObjectAccess) => ObjectAccess;
  readonly moreJobKinds?: readonly AnyJobKind[];
  /** Reaches servers of the test. */
  readonly egress?: Egress;
}

export function composeAccess(foundation: IdentityFoundation, replaced: ReplacedForTests) {
  const { orm, cipher, index: blindIndex, transactions, clock } = foundation;
  const standard = createObjectAccess(createAccessRepository(orm), clock);
  const access = replaced.access?.(standard) ?? standard;
  const shared = { access, cipher, blindIndex, transactions, clock, createId };
  return {
    access,
    shares: createShareService({ ...shared, shares: createShareRepository(orm) }),
    repeatedRequests: createRepeatedRequests({ ...shared, kept: createIdempotencyRepository(orm) }),
  };
}
