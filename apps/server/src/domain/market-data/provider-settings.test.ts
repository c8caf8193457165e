import { expect, test } from 'vitest';
import type { ProviderName } from './provider-port.ts';
import { chooseProviders, type ProviderSetting } from './provider-settings.ts';

const names: readonly ProviderName[] = ['tiingo', 'fred', 'ecb', 'yahoo'];
const setting = (provider: ProviderName, change: Partial<ProviderSetting> = {}): ProviderSetting => ({
  provider,
  enabled: true,
  position: null,
  key: null,
  ...change,
});
const order = (own: ProviderSetting[], ofServer: ProviderSetting[] = []) =>
  chooseProviders(names, own, ofServer).map(({ provider }) => provider);
const chosen = (provider: ProviderName, own: ProviderSetting[], ofServer: ProviderSetting[] = []) =>
  chooseProviders(names, own, ofServer).find((choice) => choice.provider === provider);

test('without a decision the order of the product holds, and Yahoo is off', () => {
  expect(order([])).toEqual(names);
  expect(chooseProviders(names, [], []).filter(({ enabled }) => !enabled)).toEqual([
    { provider: 'yahoo', enabled: false, isForbidden: false, position: null, key: null, keyFrom: null },
  ]);
});

test('the key of the user comes before that of the server', () => {
  const server = [setting('tiingo', { key: 'theirs' })];
  expect(chosen('tiingo', [], server)).toMatchObject({ key: 'theirs', keyFrom: 'server' });
  expect(chosen('tiingo', [setting('tiingo')], server)).toMatchObject({ key: 'theirs', keyFrom: 'server' });
  const mine = [setting('tiingo', { key: 'mine' })];
  expect(chosen('tiingo', mine, server)).toMatchObject({ key: 'mine', keyFrom: 'user' });
});

test('what the server has switched off nobody can switch on; what it switched on the user can switch off', () => {
  const off = [setting('yahoo', { enabled: false })];
  expect(chosen('yahoo', [setting('yahoo')], off)).toMatchObject({ enabled: false, isForbidden: true });
  expect(chosen('yahoo', [setting('yahoo')])).toMatchObject({ enabled: true, isForbidden: false });
  expect(chosen('yahoo', [setting('yahoo', { enabled: false })], [setting('yahoo')])).toMatchObject({ enabled: false });
});

test('positions of the user come before those of the server, and both before none', () => {
  expect(order([setting('ecb', { position: 2 }), setting('fred', { position: 1 })])).toEqual([
    'fred',
    'ecb',
    'tiingo',
    'yahoo',
  ]);
  expect(
    order([setting('fred', { position: 5 })], [setting('fred', { position: 1 }), setting('ecb', { position: 3 })]),
  ).toEqual(['ecb', 'fred', 'tiingo', 'yahoo']);
});
