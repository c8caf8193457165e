import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isPattern, smallestPiece } from './password-patterns.ts';
import { type PasswordContext, passwordRefusals } from './password-policy.ts';

const alone: PasswordContext = {
  secondFactor: false,
  email: 'ada.lovelace@analytical.example',
  displayName: 'Ada King',
};
const withFactor = { ...alone, secondFactor: true };
const refusals = (password: string, context = alone) => passwordRefusals(password, context);

const common = /^It is one of the passwords that are tried first/;
const pattern = /^It repeats a few characters or runs along/;

describe('length', () => {
  test.each([
    ['', 0],
    ['k', 1],
    ['tjqvwxkzpmfhrb', 14],
    // Six letters and eight accents that stand apart, and become eight letters once composed.
    ['e\u0301a\u0300o\u0302u\u0308tqvwx', 9],
    ['😀🐙🌵🎲🚲🪁🧭', 7],
  ])('"%s" has %d characters', async (password, count) => {
    const [first] = await refusals(password);
    expect(first).toBe(
      `It has ${count} ${count === 1 ? 'character' : 'characters'}; at least 15 are needed, or 8 with a second factor. ` +
        'Four or five words that do not belong together are easy to remember.',
    );
  });

  test('15 characters are enough alone, 8 with a second factor', async () => {
    expect(await refusals('tjqvwxkzpmfhrbn')).toEqual([]);
    expect(await refusals('tjqvwxk', withFactor)).toEqual([
      'It has 7 characters; at least 8 are needed. Four or five words that do not belong together are easy to remember.',
    ]);
    expect(await refusals('tjqvwxkz', withFactor)).toEqual([]);
    // Characters are counted, not bytes or halves of them.
    expect(await refusals('😀🐙🌵🎲🚲🪁🧭🏔', withFactor)).toEqual([]);
  });

  test('256 characters can be used, whatever their bytes; more cannot, also when NFKC makes them', async () => {
    const long = randomBytes(400).toString('base64').replaceAll(/[+/=]/g, 'x');
    expect(await refusals(long.slice(0, 256))).toEqual([]);
    const pictures = Array.from({ length: 256 }, (_, index) => String.fromCodePoint(0x1f300 + index)).join('');
    expect(Buffer.byteLength(pictures)).toBe(1024);
    expect(await refusals(pictures)).toEqual([]);
    const tooLong = ['It is too long: at most 256 characters can be used. Shorten it.'];
    expect(await refusals(long.slice(0, 257))).toEqual(tooLong);
    expect(await refusals('\ufdfa'.repeat(15))).toEqual(tooLong);
    expect(await refusals('x'.repeat(10_000_000))).toEqual(tooLong);
  });
});

test.each([
  'correct horse battery staple',
  'the quick heron waters 7 violins',
  'Zwölf Boxkämpfer jagen Viktor',
  'пять зелёных слонов поют',
  '雪の朝二の字二の字の下駄の跡と猫',
  'my dragon monkey eats football',
  'no capitals digits or signs at all',
  'riskoptimizer sings to blue herons',
  'lovelace never met a purple walrus',
])('"%s" is accepted: no rule asks for kinds of characters', async (password) => {
  expect(await refusals(password)).toEqual([]);
});

describe('common passwords', () => {
  test.each([
    'passwordpassword',
    'PasswordPassword',
    'p@ssw0rdp@ssw0rd',
    'password12345678',
    '!!!password2024!',
    '1234567password',
    'iloveyouiloveyou',
    'qwerty123456789',
    'michaeljackson1',
    'MichaelJackson!',
    'm1ch43lj4cks0n!',
    'chickenwing1012',
    '１２３password４５６７',
    'superman........',
    'football20242025',
  ])('"%s" alone', async (password) => {
    expect((await refusals(password)).some((sentence) => common.test(sentence) || pattern.test(sentence))).toBe(true);
  });

  test.each([
    'password',
    'Passw0rd',
    'P@$$w0rd',
    'password1',
    'iloveyou!',
    'starwars',
    'baseball7',
    'sunshine',
    'ch1cken!!',
    'tr1n1ty!!',
  ])('"%s" with a second factor', async (password) => {
    expect(await refusals(password, withFactor)).toContainEqual(expect.stringMatching(common));
  });

  test('a common word with much else around it is another password', async () => {
    expect(await refusals('dragon8392017465123')).toEqual([]);
    expect(await refusals('monkey eats 39 plums')).toEqual([]);
  });
});

describe('patterns', () => {
  test.each([
    'aaaaaaaaaaaaaaa',
    'abababababababab',
    'abcabcabcabcabc',
    'xk7qxk7qxk7qxk7q',
    'abcdefghijklmno',
    'zyxwvutsrqponml',
    '123456789012345',
    '987654321098765',
    'qwertyuiopasdfgh',
    'poiuytrewqlkjhgf',
    '1qaz2wsx3edc4rfv',
    'qwertzuiopasdfg',
    'azertyuiopqsdfgh',
    'йцукенгшщзхъфыва',
    'aaaabbbbccccdddd',
    '111222333444555666',
  ])('"%s"', async (password) => {
    expect(await refusals(password)).toContainEqual(expect.stringMatching(pattern));
  });

  test('random texts are no patterns', () => {
    for (let time = 0; time < 5000; time += 1) expect(isPattern(randomBytes(8).toString('base64url'))).toBe(false);
  });

  test('the smallest piece', () => {
    expect(['abab', 'ababa', 'aaa', 'abc', '', 'a', 'abcab'].map(smallestPiece)).toEqual([
      'ab',
      'ab',
      'a',
      'abc',
      '',
      'a',
      'abcab',
    ]);
  });
});

describe('what has to do with the person', () => {
  test.each([
    ['ada.lovelace2024', 'your e-mail address and your name'],
    ['AdaLovelace12345', 'your e-mail address and your name'],
    ['l0vel4ce-l0vel4ce', 'your e-mail address'],
    ['analytical.example', 'your e-mail address'],
    ['Ada-King-2024!!', 'your e-mail address and your name'],
    ['riskoptimizer2024', 'the name of this program'],
    ['Risk Optimizer !!', 'the name of this program'],
    ['R1sk0pt1m1z3r!!!!', 'the name of this program'],
    ['lovelace-riskoptimizer', 'your e-mail address and the name of this program'],
  ])('"%s"', async (password, named) => {
    expect(await refusals(password)).toContainEqual(
      `It is little more than ${named}, which is tried first. Choose words that have nothing to do with you.`,
    );
  });

  test('without e-mail and name only the program is compared', async () => {
    expect(await refusals('ada.lovelace2024', { secondFactor: false })).toEqual([]);
  });
});

test('half of a character is refused: it could not be told from another half', async () => {
  expect(await refusals('fourteen words \ud83d')).toEqual([
    'It has half of a character in it, which cannot be typed again. Type it anew.',
  ]);
});

test('every reason is given at once', async () => {
  expect(await refusals('password')).toHaveLength(2);
});

test('no reason tells the password', async () => {
  for (const password of ['passwordpassword', 'ada.lovelace2024', 'aaaaaaaaaaaaaaa', 'short']) {
    for (const sentence of await refusals(password)) expect(sentence).not.toContain(password);
  }
});
