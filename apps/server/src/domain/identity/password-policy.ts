/**
 * Which passwords may be chosen (NIST SP 800-63B-4, OWASP ASVS 5.0 6.2): long enough, and not what is tried first.
 *
 * There are no rules about capitals, digits or symbols, and none about age: they make passwords worse. The list of common
 * passwords is that of zxcvbn (MIT), 49 000 entries, read from the package when it is first needed.
 */
import { isPattern, smallestPiece } from './password-patterns.ts';

export const passwordCharactersMin = { alone: 15, withSecondFactor: 8 } as const;
export const passwordCharactersMax = 256;

/** What the password must not be made of. */
export interface PasswordContext {
  /** Whether it is only ever used together with a second factor. */
  readonly secondFactor: boolean;
  readonly email?: string;
  readonly displayName?: string;
}

/** Of these, whatever else is in the password must be more than this many characters. */
const remainderMax = 5;
const contextWordMin = 3;
/** Shorter words are parts of everything. */
const commonWordMin = 4;

/**
 * Why the password cannot be used: a sentence for each reason with what to do; none when it can.
 *
 * Characters are code points after NFKC, as they are hashed. An empty password is too short; nothing is trimmed.
 */
export async function passwordRefusals(password: string, context: PasswordContext): Promise<string[]> {
  const characters = [...password.normalize('NFKC')];
  if (password.length > 4 * passwordCharactersMax || characters.length > passwordCharactersMax) {
    return [`It is too long: at most ${passwordCharactersMax} characters can be used. Shorten it.`];
  }
  if (/\p{Cs}/u.test(password)) return ['It has half of a character in it, which cannot be typed again. Type it anew.'];
  const text = characters.join('').toLowerCase();
  return [
    lengthRefusal(characters.length, context.secondFactor),
    patternRefusal(text),
    await commonRefusal(text),
    contextRefusal(text, context),
  ].filter((sentence) => sentence !== null);
}

function lengthRefusal(count: number, secondFactor: boolean): string | null {
  const { alone, withSecondFactor } = passwordCharactersMin;
  if (count >= (secondFactor ? withSecondFactor : alone)) return null;
  const expected = secondFactor
    ? `at least ${withSecondFactor} are needed.`
    : `at least ${alone} are needed, or ${withSecondFactor} with a second factor.`;
  return `It has ${count} ${count === 1 ? 'character' : 'characters'}; ${expected} Four or five words that do not belong together are easy to remember.`;
}

function patternRefusal(text: string): string | null {
  return isPattern(text)
    ? 'It repeats a few characters or runs along the alphabet, the digits or the keyboard. Choose words that do not belong together.'
    : null;
}

async function commonRefusal(text: string): Promise<string | null> {
  const common = await commonPasswords();
  const known = [...endsCut(text), smallestPiece(text)].some((form) =>
    plainForms(form).some((plain) => common.has(plain)),
  );
  const { word, around } = wordWithin(text);
  const dressed =
    (around.length <= remainderMax || common.has(around) || isPattern(around)) &&
    [word, smallestPiece(word)].some(
      (form) => form.length >= commonWordMin && plainForms(form).some((plain) => common.has(plain)),
    );
  return known || dressed
    ? 'It is one of the passwords that are tried first, or one with a few digits or signs added. Choose another one.'
    : null;
}

function contextRefusal(text: string, context: PasswordContext): string | null {
  const sources: [string, string[]][] = [
    ['your e-mail address', wordsOf(context.email ?? '')],
    ['your name', wordsOf(context.displayName ?? '')],
    ['the name of this program', ['riskoptimizer', 'optimizer', 'risk']],
  ];
  const words = sources.flatMap(([, list]) => list).toSorted((left, right) => right.length - left.length);
  for (const plain of plainForms(text)) {
    const remainder = words.reduce((rest, word) => rest.replaceAll(word, ''), plain).replaceAll(/[^\p{L}\p{N}]/gu, '');
    if (remainder.length > remainderMax && !isPattern(remainder)) continue;
    const found = sources.filter(([, list]) => list.some((word) => plain.includes(word))).map(([name]) => name);
    if (found.length > 0) {
      return `It is little more than ${found.join(' and ')}, which is tried first. Choose words that have nothing to do with you.`;
    }
  }
  return null;
}

/** The words of a name or address, and the whole of each part without its signs. */
function wordsOf(text: string): string[] {
  const folded = text.normalize('NFKC').toLowerCase();
  const parts = folded.split('@').flatMap((part) => [part, part.replace(/\.[^.]+$/, '')]);
  const words = [...parts, ...folded.split(/[^\p{L}\p{N}]+/u)].map((part) => part.replaceAll(/[^\p{L}\p{N}]/gu, ''));
  // The last label of a domain ("com") is in many words that have nothing to do with anybody.
  return [...new Set(words)].filter((word) => [...word].length >= contextWordMin && !/^(com|org|net)$/.test(word));
}

/** The text, and what is left of it without one to five digits or signs at its end: "word1011" is "word101" and one more. */
function endsCut(text: string): string[] {
  const ending = /[^\p{L}]*$/u.exec(text)?.[0].length ?? 0;
  const cuts = Array.from({ length: Math.min(ending, remainderMax) + 1 }, (_, count) => text.length - count);
  return cuts.map((end) => text.slice(0, end)).filter((form) => form.length >= commonWordMin);
}

/** The text without the digits and signs at its two ends, and those. */
function wordWithin(text: string): { word: string; around: string } {
  const [, before = '', word = '', after = ''] = /^([^\p{L}]*)(.*?)([^\p{L}]*)$/su.exec(text) ?? [];
  return { word, around: before + after };
}

const letterFor: Readonly<Record<string, string>> = {
  '0': 'o',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '+': 't',
};

/** The text, and what it says when digits and signs stand for letters; "1" and "!" stand for two. */
function plainForms(text: string): string[] {
  const replaced = [...text].map((character) => letterFor[character] ?? character).join('');
  return [text, replaced.replaceAll(/[1!|]/g, 'i'), replaced.replaceAll(/[1!|]/g, 'l')];
}

let loaded: Promise<ReadonlySet<string>> | undefined;

function commonPasswords(): Promise<ReadonlySet<string>> {
  // Unpacking takes 20 ms, which a start that asks for no password need not wait for.
  loaded ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common']));
  return loaded;
}
