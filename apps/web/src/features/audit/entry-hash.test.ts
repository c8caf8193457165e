import { expect, it } from 'vitest';
import { hashOfText } from './entry-hash.ts';

it('is the RFC 6962 leaf hash', async () => {
  // Of the empty leaf and of "L123456", from the test vectors of certificate transparency.
  expect(await hashOfText('')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  expect(await hashOfText('L123456')).toBe('395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56');
});
