import { describe, expect, test } from 'vitest';
import {
  asset,
  type EntryInput,
  ledgerOf,
  pricesOf,
  ratesOf,
  transactionId,
} from '../../../tests/support/ledger-entries.ts';
import { type LedgerOptions, type LedgerResult, replayLedger } from './ledger.ts';

const [stock, other] = [asset(1), asset(2)];
const trade = (kind: 'buy' | 'sell' | 'short', date: string, quantity: string, price: string, more = {}): EntryInput =>
  ({ kind, date, assetId: stock, quantity, price, currency: 'USD', ...more }) as EntryInput;

const replay = (inputs: readonly EntryInput[], options?: LedgerOptions) => replayLedger(ledgerOf(...inputs), options);
/** The facts of a ledger without its decimals, and a failure when a transaction was refused. */
function facts(result: LedgerResult) {
  expect(result.problems).toEqual([]);
  return {
    lots: result.lots.map((lot) => [
      lot.account,
      lot.assetId,
      lot.date,
      lot.quantity.toFixed(),
      lot.cost?.toFixed() ?? null,
    ]),
    cash: result.cash.map(({ account, currency, amount }) => `${account} ${amount.toFixed()} ${currency}`),
    results: result.realised.map((sale) => sale.result?.toFixed() ?? sale.reason),
  };
}
const refused = (inputs: readonly EntryInput[], options?: LedgerOptions) => {
  const { problems } = replay(inputs, options);
  expect(problems).toHaveLength(1);
  return problems[0]!;
};

describe('trades', () => {
  test('fee and tax add to the cost and take from the proceeds', () => {
    const result = replay([
      trade('buy', '2020-01-02', '10', '100', { fee: '3', tax: '2' }),
      trade('sell', '2020-02-03', '4', '120', { fee: '5', tax: '1' }),
    ]);
    expect(facts(result)).toEqual({
      lots: [['Main', stock, '2020-01-02', '6', '603']],
      cash: ['Main -531 USD'],
      results: ['72'],
    });
    expect(result.sums.map(({ kind, amount }) => [kind, amount.toFixed()])).toEqual([
      ['fee', '8'],
      ['tax', '3'],
    ]);
  });

  test('LIFO takes the latest lot, specific the lots that the sale names', () => {
    const buys = [trade('buy', '2020-01-01', '5', '10'), trade('buy', '2020-01-02', '5', '20')];
    expect(facts(replay([...buys, trade('sell', '2020-01-03', '6', '30')], { method: 'lifo' })).results).toEqual([
      '70',
    ]);
    const lots = [{ transactionId: transactionId(2), quantity: '2' }];
    const chosen = replay([...buys, trade('sell', '2020-01-03', '2', '30', { lots })], { method: 'specific' });
    expect(facts(chosen).results).toEqual(['20']);
    expect(facts(replay([...buys, trade('sell', '2020-01-03', '2', '30', { lots })])).results).toEqual(['40']);
  });

  test('a short position has lots of negative quantity and its result when covered', () => {
    const inputs = [
      trade('short', '2020-01-02', '10', '50', { fee: '1' }),
      trade('buy', '2020-03-02', '4', '40', { fee: '1' }),
    ];
    const result = replay(inputs);
    expect(facts(result)).toEqual({
      lots: [['Main', stock, '2020-01-02', '-6', '-299.4']],
      cash: ['Main 338 USD'],
      results: ['38.6'],
    });
    expect(result.realised[0]).toMatchObject({ direction: 'short', kind: 'buy' });
    expect(result.lots[0]!.unitCost!.toFixed()).toBe('49.9');
  });

  test('a cost in another currency is converted at the rate of its day; without one the result is unknown, not wrong', () => {
    const inputs = [
      trade('buy', '2020-01-02', '10', '100', { currency: 'EUR' }),
      trade('sell', '2020-02-03', '10', '120'),
    ];
    const rateOn = ratesOf({ 'EUR/USD': { '2020-01-01': '1.1', '2020-02-01': '2' } });
    expect(facts(replay(inputs, { rateOn })).results).toEqual(['100']);
    expect(facts(replay(inputs)).results[0]).toMatch(/no rate from EUR to USD/);
  });
});

describe('refusals name the transaction and the field', () => {
  test.each<[string, EntryInput[], string, RegExp]>([
    [
      'selling more than is held',
      [trade('buy', '2020-01-01', '5', '1'), trade('sell', '2020-01-02', '6', '1')],
      '/quantity',
      /holds 5 units/,
    ],
    [
      'selling before it was bought',
      [trade('buy', '2020-01-02', '5', '1'), trade('sell', '2020-01-01', '5', '1')],
      '/quantity',
      /holds 0 units/,
    ],
    [
      'selling while short',
      [trade('short', '2020-01-01', '5', '1'), trade('sell', '2020-01-02', '1', '1')],
      '/quantity',
      /short of 5/,
    ],
    [
      'covering more than is short',
      [trade('short', '2020-01-01', '5', '1'), trade('buy', '2020-01-02', '6', '1')],
      '/quantity',
      /turn the short position/,
    ],
    [
      'short while long',
      [trade('buy', '2020-01-01', '5', '1'), trade('short', '2020-01-02', '1', '1')],
      '/kind',
      /cannot be mixed/,
    ],
    [
      'a dividend of nothing',
      [{ kind: 'dividend', date: '2020-01-01', assetId: stock, amount: '5', currency: 'USD' }],
      '/assetId',
      /never held/,
    ],
    [
      'a split of nothing',
      [{ kind: 'split', date: '2020-01-01', assetId: stock, ratio: '2' }],
      '/assetId',
      /holds nothing/,
    ],
    [
      'a split in another account',
      [
        trade('buy', '2020-01-01', '5', '1'),
        { kind: 'split', date: '2020-01-02', account: 'Bank', assetId: stock, ratio: '2' },
      ],
      '/account',
      /account Bank holds nothing/,
    ],
    [
      'a cost share above one',
      [
        trade('buy', '2020-01-01', '5', '1'),
        { kind: 'spin-off', date: '2020-01-02', assetId: stock, intoAssetId: other, ratio: '1', costShare: '1.1' },
      ],
      '/costShare',
      /cannot move/,
    ],
    [
      'a rename into itself',
      [
        trade('buy', '2020-01-01', '5', '1'),
        { kind: 'rename', date: '2020-01-02', assetId: stock, intoAssetId: stock },
      ],
      '/intoAssetId',
      /the one that is given/,
    ],
    [
      'a rename into a short position',
      [
        trade('buy', '2020-01-01', '5', '1'),
        trade('short', '2020-01-01', '5', '1', { assetId: other }),
        { kind: 'rename', date: '2020-01-02', assetId: stock, intoAssetId: other },
      ],
      '/intoAssetId',
      /cannot be mixed/,
    ],
    [
      'a transfer of more than is held',
      [
        {
          kind: 'transfer',
          date: '2020-01-01',
          fromAccount: 'A',
          toAccount: 'B',
          assetId: stock,
          quantity: '1',
          currency: 'USD',
        },
      ],
      '/quantity',
      /holds 0 units/,
    ],
    [
      'a transfer to itself',
      [
        {
          kind: 'transfer',
          date: '2020-01-01',
          fromAccount: 'A',
          toAccount: 'A',
          assetId: null,
          quantity: '1',
          currency: 'USD',
        },
      ],
      '/toAccount',
      /goes to A/,
    ],
    [
      'a cost of cash',
      [
        {
          kind: 'transfer',
          date: '2020-01-01',
          fromAccount: null,
          toAccount: 'A',
          assetId: null,
          quantity: '1',
          currency: 'USD',
          cost: '1',
        },
      ],
      '/cost',
      /cash has no cost/,
    ],
    [
      'a conversion into itself',
      [{ kind: 'conversion', date: '2020-01-01', amount: '1', currency: 'USD', intoAmount: '1', intoCurrency: 'USD' }],
      '/intoCurrency',
      /into itself/,
    ],
  ])('%s', (_name, inputs, field, message) => {
    const problem = refused(inputs);
    const last = inputs.length === 2 && problem.date === inputs[0]!.date ? 2 : inputs.length;
    expect(problem).toMatchObject({ entryId: transactionId(last), field, remedy: expect.any(String) });
    expect(problem.message).toMatch(message);
  });

  test.each<[string, { transactionId: string; quantity: string }[], string]>([
    ['a lot that is not there', [{ transactionId: transactionId(9), quantity: '2' }], '/lots/0/transactionId'],
    ['more than a lot has', [{ transactionId: transactionId(1), quantity: '6' }], '/lots/0/quantity'],
    ['lots that do not sum up', [{ transactionId: transactionId(1), quantity: '1' }], '/lots'],
  ])('specific lots: %s, and nothing of the ledger changes', (_name, lots, field) => {
    const inputs = [trade('buy', '2020-01-01', '5', '10'), trade('sell', '2020-01-02', '2', '30', { lots })];
    expect(refused(inputs, { method: 'specific' }).field).toBe(field);
    expect(replay(inputs, { method: 'specific' }).lots[0]!.quantity.toFixed()).toBe('5');
  });

  test('a refused transaction is left out as a whole and the others count', () => {
    const result = replay([
      trade('buy', '2020-01-01', '5', '10'),
      trade('sell', '2020-01-02', '9', '10', { fee: '7' }),
      trade('sell', '2020-01-03', '5', '10'),
    ]);
    expect(result.problems.map(({ entryId }) => entryId)).toEqual([transactionId(2)]);
    expect([result.cash[0]!.amount.toFixed(), result.sums]).toEqual(['0', []]);
  });
});

describe('corporate actions', () => {
  const held = [trade('buy', '2020-01-01', '3', '10'), trade('buy', '2020-01-02', '4', '10')];

  test('a split multiplies units and keeps cost and dates; a truncated third keeps whole units whole', () => {
    const split = (ratio: string): EntryInput => ({ kind: 'split', date: '2020-02-01', assetId: stock, ratio });
    expect(facts(replay([...held, split('2')])).lots).toEqual([
      ['Main', stock, '2020-01-01', '6', '30'],
      ['Main', stock, '2020-01-02', '8', '40'],
    ]);
    const reverse = replay([
      trade('buy', '2020-01-01', '2', '10'),
      trade('buy', '2020-01-02', '4', '10'),
      split('0.333333333333'),
    ]);
    expect(reverse.holdings[0]!.quantity.toFixed()).toBe('2');
  });

  test('a merger of shares for shares realises nothing and keeps the dates', () => {
    const merger: EntryInput = {
      kind: 'merger',
      date: '2020-02-01',
      assetId: stock,
      intoAssetId: other,
      ratio: '0.5',
      currency: 'USD',
    };
    expect(facts(replay([...held, merger]))).toMatchObject({
      lots: [
        ['Main', other, '2020-01-01', '1.5', '30'],
        ['Main', other, '2020-01-02', '2', '40'],
      ],
      results: [],
    });
  });

  test('the cash of a merger realises its share by value; without a price of the new asset nothing is guessed', () => {
    const merger: EntryInput = {
      kind: 'merger',
      date: '2020-02-01',
      assetId: stock,
      intoAssetId: other,
      ratio: '0.5',
      cashPerUnit: '5',
      currency: 'USD',
    };
    // For each unit 5 in cash and half a share worth 30: a quarter of the cost of 70 is closed, 17.5 against 35.
    const result = replay([...held, merger], { priceOn: pricesOf({ [other]: { '2020-01-31': '30' } }) });
    expect(facts(result)).toMatchObject({ cash: ['Main -35 USD'], results: ['17.5'] });
    expect(result.holdings[0]!.costs[0]!.cost!.toFixed()).toBe('52.5');
    const unknown = replay([...held, merger]);
    expect(unknown.realised[0]).toMatchObject({ result: null, reason: expect.stringMatching(/not known/) });
    expect(unknown.holdings[0]!.costs[0]!.cost).toBeNull();
  });

  test('a spin-off moves its share of every lot along with the date', () => {
    const spinOff: EntryInput = {
      kind: 'spin-off',
      date: '2020-02-01',
      assetId: stock,
      intoAssetId: other,
      ratio: '0.1',
      costShare: '0.2',
    };
    expect(facts(replay([...held, spinOff])).lots).toEqual([
      ['Main', stock, '2020-01-01', '3', '24'],
      ['Main', stock, '2020-01-02', '4', '32'],
      ['Main', other, '2020-01-01', '0.3', '6'],
      ['Main', other, '2020-01-02', '0.4', '8'],
    ]);
  });

  test('a short position pays what a long one receives', () => {
    const result = replay(
      [
        trade('short', '2020-01-01', '10', '50'),
        { kind: 'dividend', date: '2020-01-10', assetId: stock, amount: '20', currency: 'USD' },
        {
          kind: 'merger',
          date: '2020-02-01',
          assetId: stock,
          intoAssetId: other,
          ratio: '1',
          cashPerUnit: '10',
          currency: 'USD',
        },
      ],
      { priceOn: pricesOf({ [other]: { '2020-02-01': '40' } }) },
    );
    // 500 came in; a fifth of it is closed by the 100 paid: nothing won or lost.
    expect(facts(result)).toEqual({
      lots: [['Main', other, '2020-01-01', '-10', '-400']],
      cash: ['Main 380 USD'],
      results: ['0'],
    });
    expect(result.sums[0]!.amount.toFixed()).toBe('-20');
  });
});

describe('transfers and flows', () => {
  const move = (fromAccount: string | null, toAccount: string | null, more = {}): EntryInput =>
    ({
      kind: 'transfer',
      date: '2020-02-01',
      fromAccount,
      toAccount,
      assetId: stock,
      quantity: '4',
      currency: 'USD',
      ...more,
    }) as EntryInput;
  const held = [trade('buy', '2020-01-01', '3', '10'), trade('buy', '2020-01-02', '4', '20')];

  test('within the portfolio lots move with dates and cost, and no flow arises', () => {
    const result = replay([...held, move('Main', 'Bank')]);
    expect(facts(result).lots).toEqual([
      ['Bank', stock, '2020-01-01', '3', '30'],
      ['Bank', stock, '2020-01-02', '1', '20'],
      ['Main', stock, '2020-01-02', '3', '60'],
    ]);
    expect([result.externalFlows, result.realised]).toEqual([[], []]);
    expect(result.assets[0]!.quantity.toFixed()).toBe('7');
  });

  test('from outside at the cost stated, valued at the market', () => {
    const priceOn = pricesOf({ [stock]: { '2020-01-30': '25' } });
    const stated = replay([move(null, 'Bank', { cost: '50' })], { priceOn });
    expect(facts(stated).lots).toEqual([['Bank', stock, '2020-02-01', '4', '50']]);
    expect(stated.externalFlows[0]!.value!.toFixed()).toBe('100');
    expect(facts(replay([move(null, 'Bank')], { priceOn })).lots[0]!.at(-1)).toBe('100');
    const unknown = replay([move(null, 'Bank')]);
    expect([unknown.lots[0]!.cost, unknown.externalFlows[0]!.value]).toEqual([null, null]);
  });

  test('one lot of unknown cost makes the cost of the holding unknown, not smaller, until it is gone', () => {
    const joined = move(null, 'Main', { date: '2019-12-01' });
    for (const method of ['fifo', 'average'] as const) {
      expect(replay([joined, ...held], { method }).holdings[0]!.costs).toEqual([{ currency: 'USD', cost: null }]);
      const all = [joined, trade('sell', '2019-12-02', '4', '30'), ...held];
      expect(replay(all, { method }).realised[0]!.result).toBeNull();
      expect(replay(all, { method }).holdings[0]!.costs[0]!.cost!.toFixed()).toBe('110');
    }
  });

  test('to the outside without a result, as a negative flow', () => {
    const result = replay([...held, move('Main', null)], { priceOn: pricesOf({ [stock]: { '2020-02-01': '25' } }) });
    expect(result.externalFlows.map(({ quantity, value }) => [quantity!.toFixed(), value!.toFixed()])).toEqual([
      ['-4', '-100'],
    ]);
    expect(facts(result).results).toEqual([]);
  });
});

describe('dates and cash', () => {
  test('entries may come in any order and stop at a date', () => {
    const inputs = [trade('buy', '2020-01-01', '3', '10'), trade('sell', '2020-03-01', '3', '20')];
    const reversed = replayLedger(ledgerOf(...inputs).toReversed(), { upTo: '2020-02-29' });
    expect([reversed.lots.length, reversed.lastDate]).toEqual([1, '2020-01-01']);
    expect(replayLedger(ledgerOf(...inputs).toReversed())).toEqual(replay(inputs));
  });

  test('cash below zero at the end of a date is a warning, told once', () => {
    const deposit = (date: string, amount: string): EntryInput => ({ kind: 'deposit', date, amount, currency: 'USD' });
    const result = replay([
      trade('buy', '2020-01-01', '1', '10'),
      deposit('2020-01-01', '10'),
      trade('buy', '2020-01-02', '1', '10'),
      trade('buy', '2020-01-03', '1', '10'),
    ]);
    expect(result.problems).toEqual([]);
    expect(result.warnings.map(({ entryId, date, code }) => [entryId, date, code])).toEqual([
      [transactionId(3), '2020-01-02', 'cash-negative'],
    ]);
  });

  test('an empty ledger', () => {
    expect(replayLedger([])).toMatchObject({ lastDate: null, holdings: [], lots: [], cash: [], problems: [] });
  });
});
