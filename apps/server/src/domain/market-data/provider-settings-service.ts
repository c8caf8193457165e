/** What users and administrators decide about providers. A key goes in and never comes out; the audit trail is told that there is one. */
import type {
  ProviderList,
  ProviderListItem,
  ProviderSettingInput,
  ServerProvider,
  ServerProviderList,
} from '@riskoptimizer/contracts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import type { AuditEvent } from '../audit/ports.ts';
import type { Transaction, Transactions } from '../transactions/ports.ts';
import type { MarketDataProvider, ProviderCapabilities, ProviderName } from './provider-port.ts';
import { chooseProviders, type ProviderChoice, type ProviderSetting } from './provider-settings.ts';

export interface ProviderSettingRepository {
  /** @param ownerId Null for those of the server, which only the system sees. */
  list(ownerId: string | null): Promise<ProviderSetting[]>;
  lock(ownerId: string | null, provider: ProviderName, transaction: Transaction): Promise<ProviderSetting | null>;
  put(ownerId: string | null, setting: ProviderSetting, transaction: Transaction): Promise<void>;
  remove(ownerId: string | null, provider: ProviderName, transaction: Transaction): Promise<void>;
}

/** How much a provider lets itself be asked at this moment, as far as this process knows. */
export interface ProviderState {
  /** From when it may be asked again; null when it may be asked now. */
  readonly until: Date | null;
  readonly reason: string | null;
  /** Null where no limit is known. */
  readonly creditsLeftToday: number | null;
}

/** The providers of the product. One with the same key is one and the same, so that users of a key share its allowance. */
export interface ProviderPool {
  readonly names: readonly ProviderName[];
  capabilitiesOf(name: ProviderName): ProviderCapabilities;
  /** Null when a key is needed and there is none. */
  open(name: ProviderName, key: string | null): MarketDataProvider | null;
  stateOf(name: ProviderName, key: string | null): ProviderState;
}

export interface ProviderSettingsService {
  /** Those that this owner may ask now, in the order of preference. */
  providersOf(ownerId: string): Promise<MarketDataProvider[]>;
  list(actor: SignedInActor): Promise<ProviderList>;
  /** @throws ProblemError `request-invalid` for a key that is not needed, `state-conflict` for what the server has switched off. */
  put(actor: SignedInActor, provider: ProviderName, input: ProviderSettingInput): Promise<ProviderListItem>;
  remove(actor: SignedInActor, provider: ProviderName): Promise<void>;
  listOfServer(): Promise<ServerProviderList>;
  putOfServer(provider: ProviderName, input: ProviderSettingInput): Promise<ServerProvider>;
  removeOfServer(provider: ProviderName): Promise<void>;
}

export interface ProviderSettingsParts {
  readonly pool: ProviderPool;
  readonly settings: ProviderSettingRepository;
  readonly transactions: Transactions;
}

export function createProviderSettingsService(parts: ProviderSettingsParts): ProviderSettingsService {
  const { pool, settings, transactions } = parts;

  const listOfServer = () => transactions.asSystem(() => settings.list(null));
  const choicesOf = async (ownerId: string): Promise<ProviderChoice[]> =>
    chooseProviders(pool.names, await settings.list(ownerId), await listOfServer());
  const itemOf = async (ownerId: string, provider: ProviderName): Promise<ProviderListItem> => {
    const choice = (await choicesOf(ownerId)).find((one) => one.provider === provider);
    if (choice === undefined) throw unknownProvider(provider);
    return presentChoice(pool, choice);
  };
  const change = (ownerId: string | null, provider: ProviderName, input: ProviderSettingInput) => {
    refuseKey(pool, provider, input);
    return transactions.run(async (transaction) => {
      const before = await settings.lock(ownerId, provider, transaction);
      const untouched = { provider, enabled: null, position: null, key: null };
      const after = { ...(before ?? untouched), ...input };
      await settings.put(ownerId, after, transaction);
      transactions.record(settingEvent('provider-setting.changed', ownerId, provider, before, after));
      return after;
    });
  };
  const drop = (ownerId: string | null, provider: ProviderName) =>
    transactions.run(async (transaction) => {
      const before = await settings.lock(ownerId, provider, transaction);
      if (before === null) return;
      await settings.remove(ownerId, provider, transaction);
      transactions.record(settingEvent('provider-setting.removed', ownerId, provider, before, null));
    });

  return {
    async providersOf(ownerId) {
      const enabled = (await choicesOf(ownerId)).filter((choice) => choice.enabled);
      return enabled.map(({ provider, key }) => pool.open(provider, key)).filter((provider) => provider !== null);
    },

    async list({ userId }) {
      return { items: (await choicesOf(userId)).map((choice) => presentChoice(pool, choice)) };
    },

    async put({ userId }, provider, input) {
      const choice = (await choicesOf(userId)).find((one) => one.provider === provider);
      if (choice?.isForbidden === true && input.enabled === true) throw switchedOff(provider);
      await change(userId, provider, input);
      return itemOf(userId, provider);
    },

    remove: ({ userId }, provider) => drop(userId, provider),

    async listOfServer() {
      const known = await listOfServer();
      return { items: pool.names.map((name) => presentSetting(pool, name, known)) };
    },

    putOfServer: (provider, input) =>
      transactions.asSystem(async () => presentSetting(pool, provider, [await change(null, provider, input)])),

    removeOfServer: (provider) => transactions.asSystem(() => drop(null, provider)),
  };
}

function presentChoice(pool: ProviderPool, choice: ProviderChoice): ProviderListItem {
  const { provider, enabled, isForbidden, position, key, keyFrom } = choice;
  const { search, history, quote, fxRates, riskFreeRates, key: keyNeed, attribution } = pool.capabilitiesOf(provider);
  const { until, reason, creditsLeftToday } = pool.stateOf(provider, key);
  const offers = { search, history, quote, fxRates, riskFreeRates, keyNeed, attribution };
  const state = { until: until?.toISOString() ?? null, reason, creditsLeftToday };
  return { name: provider, ...offers, enabled, isForbidden, position, keyFrom, state };
}

/** Nothing decided shows as what the product does. */
function presentSetting(pool: ProviderPool, name: ProviderName, known: readonly ProviderSetting[]): ServerProvider {
  const found = known.find(({ provider }) => provider === name);
  const [choice] = chooseProviders([name], [], found === undefined ? [] : [found]);
  const { key: keyNeed } = pool.capabilitiesOf(name);
  return {
    name,
    keyNeed,
    enabled: choice?.enabled ?? false,
    position: found?.position ?? null,
    hasKey: found?.key != null,
  };
}

function refuseKey(pool: ProviderPool, provider: ProviderName, { key }: ProviderSettingInput): void {
  if (key === undefined || key === null || pool.capabilitiesOf(provider).key === 'required') return;
  throw new ProblemError('request-invalid', `${provider} is asked without a key.`, {
    errors: [{ field: '/key', message: `${provider} needs no key`, remedy: 'Leave the key out.' }],
  });
}

function switchedOff(provider: ProviderName): ProblemError {
  return new ProblemError(
    'state-conflict',
    `${provider} is switched off on this server, for everybody. An administrator can switch it on.`,
  );
}

function unknownProvider(provider: string): ProblemError {
  return new ProblemError('not-found', `There is no provider ${provider}.`);
}

/** The key itself is nobody's business: the trail says whether there is one, and whether it is another than before. */
function settingEvent(
  action: 'provider-setting.changed' | 'provider-setting.removed',
  ownerId: string | null,
  provider: ProviderName,
  before: ProviderSetting | null,
  after: ProviderSetting | null,
): AuditEvent {
  const content = (setting: ProviderSetting | null) =>
    setting === null ? null : { enabled: setting.enabled, position: setting.position, hasKey: setting.key !== null };
  return {
    action,
    entity: { type: 'provider-setting', id: null },
    ...(ownerId === null ? {} : { ownerId }),
    before: content(before),
    after:
      after === null
        ? null
        : { provider, ...content(after), keyChanged: after.key !== null && after.key !== (before?.key ?? null) },
  };
}
