/** One-time codes of an authenticator app: TOTP (RFC 6238) over HOTP (RFC 4226), computed by otplib. */
import { timingSafeEqual } from 'node:crypto';
import { generateSecret, generateSync, generateURI } from 'otplib/functional';
import type { Totp } from '../../domain/cryptography/ports.ts';

export const totpStepSeconds = 30;
const digits = 6;
const secretBytes = 20;
/** Clocks of telephones differ; RFC 6238, 5.2 allows one step. */
const windowSteps = 1;

/** All authenticator apps know SHA-1 with 6 digits and 30 seconds; several silently ignore anything else. */
export const totp: Totp = {
  newSecret: () => generateSecret({ length: secretBytes }),
  uri: (secret, account, issuer) =>
    generateURI({ secret, label: account, issuer, algorithm: 'sha1', digits, period: totpStepSeconds }),
  matchingStep: (secret, code, at) => {
    if (!/^[0-9]{6}$/.test(code)) return null;
    const present = Math.floor(at.getTime() / 1000 / totpStepSeconds);
    let matching: number | null = null;
    // All steps are compared whatever matched, and the latest of two equal codes counts, so that both are used up.
    for (let step = Math.max(0, present - windowSteps); step <= present + windowSteps; step += 1) {
      const expected = generateSync({ strategy: 'hotp', secret, counter: step, algorithm: 'sha1', digits });
      if (timingSafeEqual(Buffer.from(expected), Buffer.from(code))) matching = step;
    }
    return matching;
  },
};
