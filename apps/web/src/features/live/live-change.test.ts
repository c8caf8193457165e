import { describe, expect, it } from 'vitest';
import { liveChange } from './live-change.ts';

describe('the change of the day', () => {
  const change = (intradayResult: string | null, intradayReturn: number | null = 0) =>
    liveChange({ intradayResult, intradayReturn, baseCurrency: 'USD' });

  it('has its sign in the text as well as in the colour', () => {
    expect(change('1234.50')).toEqual({ sign: 'gain', text: '+1,234.50\u00A0USD' });
    expect(change('-12345.60')).toEqual({ sign: 'loss', text: '\u221212,346\u00A0USD' });
    expect(change('0.00')).toEqual({ sign: undefined, text: '0.00\u00A0USD' });
  });

  it('of a portfolio by weight has no amount', () => {
    expect(change(null, -0.01)).toEqual({ sign: 'loss', text: '' });
  });
});
