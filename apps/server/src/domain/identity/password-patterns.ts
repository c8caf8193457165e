/** Texts that follow a pattern instead of chance: repetitions, and runs along an alphabet or a keyboard. */

/** Rows and slanted columns of the common keyboards, and the orders everybody knows. Also read backwards. */
const runs = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiopü',
  'asdfghjklöä',
  'yxcvbnm',
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  'йцукенгшщзхъ',
  'фывапролджэ',
  'ячсмитьбю',
];

const neighbours: ReadonlySet<string> = new Set(
  runs.flatMap((run) => [run, [...run].toReversed().join('')]).flatMap(pairsOf),
);

/** Shares of the neighbours in a text: a sentence has a fifth or less. */
const patternShareMax = 0.7;
const differentMin = 5;
/** A longer piece is worth typing twice. */
const pieceMax = 7;

/** Whether a text of three characters or more has few different characters, repeats a short piece, or runs along a row. */
export function isPattern(text: string): boolean {
  const characters = [...text];
  if (characters.length < 3) return false;
  if (new Set(characters).size < Math.min(differentMin, characters.length - 1)) return true;
  const piece = smallestPiece(text);
  if (piece !== text && [...piece].length <= pieceMax) return true;
  const pairs = pairsOf(text);
  const expected = pairs.filter((pair) => neighbours.has(pair) || pair[0] === pair.at(-1)).length;
  return expected > pairs.length * patternShareMax;
}

/** The piece that makes up the whole when it is repeated (the last one may be cut); the text itself when there is none. */
export function smallestPiece(text: string): string {
  for (let length = 1; length <= text.length / 2; length += 1) {
    if (text.startsWith(text.slice(length))) return text.slice(0, length);
  }
  return text;
}

function pairsOf(text: string): string[] {
  const characters = [...text];
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
