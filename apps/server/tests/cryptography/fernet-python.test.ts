/** Fernet against the implementation that everybody uses: Python's `cryptography`. */
import { execFileSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { partOrSkip, pythonPath } from '../../../../infra/launch/test-parts.ts';
import { openFernet, sealFernet } from '../../src/infrastructure/cryptography/fernet.ts';

const tokenCount = 1000;

/** One line a token: key, token or text, all in base64. */
function python(program: string, lines: readonly string[]): string[] {
  const output = execFileSync(pythonPath!, ['-I', '-c', program], {
    input: lines.join('\n'),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });
  return output.split('\n').slice(0, -1);
}

const sealing = `
import sys, base64
from cryptography.fernet import Fernet
for line in sys.stdin:
    key, text = line.rstrip("\\n").split(" ")
    print(Fernet(key.encode()).encrypt(base64.b64decode(text)).decode())
`;

const opening = `
import sys, base64
from cryptography.fernet import Fernet, InvalidToken
for line in sys.stdin:
    key, token = line.rstrip("\\n").split(" ")
    try:
        print(base64.b64encode(Fernet(key.encode()).decrypt(token.encode(), ttl=600)).decode())
    except InvalidToken:
        print("refused")
`;

const samples = Array.from({ length: tokenCount }, (_, index) => ({
  key: randomBytes(32),
  // Every length around the blocks of the cipher, and now and then a long text.
  text: randomBytes(index % 100 === 0 ? randomInt(10_000) : index % 67),
}));
const keyText = (key: Buffer) => `${key.toString('base64url')}=`;

describe.skipIf(partOrSkip('python'))("Python's cryptography", () => {
  test(`opens ${tokenCount} of our tokens and refuses each of them with one bit changed`, () => {
    const sealed = samples.map(({ key, text }) => ({ key, token: sealFernet(key, text) }));
    const opened = python(
      opening,
      sealed.map(({ key, token }) => `${keyText(key)} ${token}`),
    );
    expect(opened).toEqual(samples.map(({ text }) => text.toString('base64')));

    const damaged = sealed.map(({ key, token }) => {
      const bytes = Buffer.from(token, 'base64url');
      const place = randomInt(bytes.length);
      bytes[place]! ^= 1 << randomInt(8);
      return `${keyText(key)} ${bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_')}`;
    });
    expect(new Set(python(opening, damaged))).toEqual(new Set(['refused']));
  });

  test(`seals ${tokenCount} tokens that we open`, () => {
    const tokens = python(
      sealing,
      samples.map(({ key, text }) => `${keyText(key)} ${text.toString('base64')}`),
    );
    expect(tokens).toHaveLength(tokenCount);
    const opened = tokens.map((token, index) => openFernet(samples[index]!.key, token, { ttlSeconds: 600 }));
    expect(opened.map(String)).toEqual(samples.map(({ text }) => String(text)));
    expect(opened.every((text, index) => text.equals(samples[index]!.text))).toBe(true);
  });
});
