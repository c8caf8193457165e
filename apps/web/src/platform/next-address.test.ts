import { describe, expect, it } from 'vitest';
import { nextAddress, signInAddress } from './next-address.ts';

const next = (wanted: string) => nextAddress(new URLSearchParams({ next: wanted }));

describe('the address after signing in', () => {
  it('is the one that was wanted', () => {
    const address = signInAddress({ pathname: '/risk', search: '?window=3y&portfolio=a%20b' });
    expect(nextAddress(new URL(address, 'http://x').searchParams)).toBe('/risk?window=3y&portfolio=a%20b');
    expect(signInAddress({ pathname: '/', search: '' })).toBe('/sign-in');
    expect(nextAddress(new URLSearchParams())).toBe('/');
  });

  it.each([
    'https://evil.example',
    '//evil.example/risk',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    'risk',
    '',
  ])('is never another site: %j', (wanted) => {
    expect(next(wanted)).toBe('/');
  });
});
