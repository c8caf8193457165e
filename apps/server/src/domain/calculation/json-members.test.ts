import { expect, test } from 'vitest';
import { withMembers } from './json-members.ts';

test('adds members to what is written', () => {
  const json = withMembers(JSON.stringify({ text: 'a "}" b' }), { list: '[1,2]', 'a"b': '{"c":null}' });
  expect(JSON.parse(json)).toEqual({ text: 'a "}" b', list: [1, 2], 'a"b': { c: null } });
  expect(JSON.parse(withMembers('{}', { one: '1' }))).toEqual({ one: 1 });
});
