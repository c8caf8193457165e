import { expect, test } from 'vitest';
import { relyingPartyId, requireRelyingParty } from './relying-party.ts';

test.each([
  ['https://risk.example.org', 'risk.example.org'],
  ['https://risk.example.org:8443', 'risk.example.org'],
  ['http://localhost:8080', 'localhost'],
  ['http://127.0.0.1:8080', null],
  ['http://[::1]:8080', null],
  ['null', null],
  ['', null],
])('passkeys under %s are bound to %s', (origin, id) => {
  expect(relyingPartyId(origin)).toBe(id);
});

test('there are none under an IP address, and the refusal says where there are', () => {
  expect(() => requireRelyingParty('http://127.0.0.1:8080')).toThrow(
    expect.objectContaining({ code: 'state-conflict', detail: expect.stringContaining('localhost') }),
  );
  expect(requireRelyingParty('http://localhost:8080')).toEqual({ id: 'localhost', origin: 'http://localhost:8080' });
});
