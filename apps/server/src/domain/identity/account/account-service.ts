/** One's own account: what it is, and changes of name and wallet address. */
import { type Account, type AccountChange, permissionsOf, type Role } from '@riskoptimizer/contracts';
import type { Clock } from '../../../core/clock.ts';
import type { UserActor } from '../../../core/request-context.ts';
import { type AuditValue, maskEmail } from '../../audit/ports.ts';
import type { Transactions } from '../../transactions/ports.ts';
import { requireAccount } from '../factors/methods.ts';
import type { SecondFactors } from '../ports.ts';
import type { EmailChangeRepository, ProfileRepository, StoredProfile } from './ports.ts';
import { maskWalletAddress, requireWalletAddress } from './wallet-address.ts';

export interface AccountService {
  get(actor: UserActor): Promise<Account>;
  /** @throws ProblemError `request-invalid` for a wallet address with a wrong checksum, `permission-denied` for the demo user */
  update(actor: UserActor, change: AccountChange): Promise<Account>;
}

export interface AccountParts {
  readonly profiles: ProfileRepository;
  readonly emailChanges: Pick<EmailChangeRepository, 'pendingEmail'>;
  readonly factors: Pick<SecondFactors, 'methodsOf'>;
  readonly roleNeedsFactor: (role: Role) => Promise<boolean>;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

export function createAccountService(parts: AccountParts): AccountService {
  const { profiles, transactions } = parts;

  const get = (actor: UserActor): Promise<Account> =>
    transactions.asSystem(async () => {
      const profile = await profiles.find(actor.userId);
      if (profile === null) throw new Error('Whoever is signed in has no user any more.');
      return present(parts, actor, profile);
    });

  return {
    get,
    async update(actor, change) {
      if (change.walletAddress != null) requireWalletAddress(change.walletAddress, '/walletAddress');
      await transactions.asSystem(() => transactions.run(() => store(parts, actor.userId, change)));
      return get(actor);
    },
  };
}

async function store({ profiles, transactions }: AccountParts, userId: string, change: AccountChange): Promise<void> {
  const before = await profiles.lock(userId);
  const account = requireAccount(before?.account ?? null);
  const displayName = change.displayName ?? before!.displayName;
  const walletAddress = change.walletAddress === undefined ? account.walletAddress : change.walletAddress;
  const isSame = displayName === before!.displayName && walletAddress === account.walletAddress;
  if (isSame) return;
  if (displayName !== before!.displayName) await profiles.setDisplayName(userId, displayName);
  if (walletAddress !== account.walletAddress) await profiles.setWalletAddress(userId, walletAddress);
  transactions.record({
    action: 'account.updated',
    entity: { type: 'account', id: userId },
    before: audited(before!),
    after: audited({ ...before!, displayName, account: { ...account, walletAddress } }),
  });
}

function audited({ displayName, account }: StoredProfile): AuditValue {
  return {
    displayName,
    email: account === null ? null : maskEmail(account.email),
    walletAddress: maskWalletAddress(account?.walletAddress ?? null),
  };
}

async function present(parts: AccountParts, actor: UserActor, profile: StoredProfile): Promise<Account> {
  const { account } = profile;
  const pendingEmail = account === null ? null : await parts.emailChanges.pendingEmail(actor.userId, parts.clock.now());
  return {
    id: profile.userId,
    email: account?.email ?? null,
    pendingEmail,
    displayName: profile.displayName,
    role: profile.role,
    permissions: [...permissionsOf(profile.role)],
    isDemo: profile.isDemo,
    hasDemo: profile.hasDemo,
    walletAddress: account?.walletAddress ?? null,
    assurance: actor.assurance,
    secondFactorRequired: account !== null && (await parts.roleNeedsFactor(profile.role)),
    factors: [...(await parts.factors.methodsOf(actor.userId))],
    passwordChangedAt: account?.passwordChangedAt.toISOString() ?? null,
    confirmedUntil: actor.confirmedUntil?.toISOString() ?? null,
    createdAt: profile.createdAt.toISOString(),
  };
}
