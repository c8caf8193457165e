/**
 * A seeded source of random numbers with the same bits on every machine.
 *
 * xoshiro128** (Blackman and Vigna, Scrambled linear pseudorandom number generators, ACM Transactions on Mathematical Software 47, 2021): 128 bits
 * of state, period 2¹²⁸ − 1, integer operations only. The state is filled from the seed by splitmix32 (the finaliser of MurmurHash3 over a Weyl
 * sequence). Normals by Marsaglia's polar method (SIAM Review 6, 1964), gammas by Marsaglia and Tsang (ACM Transactions on Mathematical
 * Software 26, 2000), both on our own logarithm. For simulation; not for secrets.
 */
import { requireInteger, requirePositive } from '../validate/numbers.ts';
import { exponential, naturalLogarithm } from './elementary-functions.ts';

export interface Random {
  /** Uniform in [0, 1), a multiple of 2⁻⁵³. */
  uniform(): number;
  /** Uniform whole number from minimum to maximum, both inclusive. */
  integer(minimum: number, maximum: number): number;
  /** Standard normal. */
  normal(): number;
  /** Chi-square with `dof` > 0 degrees of freedom (mean dof). */
  chiSquare(dof: number): number;
  /** Student's t with `dof` > 0 degrees of freedom; for dof > 2 its variance is dof / (dof − 2). */
  studentT(dof: number): number;
}

/** The next 32 random bits. */
type Bits = () => number;

/** A generator for the seed, any whole number from 0 to 2⁵³ − 1; equal seeds give equal sequences. */
export function createRandom(seed: number): Random {
  requireInteger(seed, 0, 'seed', Number.MAX_SAFE_INTEGER);
  const uniform = uniformFrom(xoshiro128(stateFromSeed(seed)));
  const normal = normalFrom(uniform);
  const chiSquare = (dof: number) => 2 * gamma(requirePositive(dof, 'dof') / 2, uniform, normal);
  return {
    uniform,
    normal,
    chiSquare,
    integer: (minimum, maximum) => integer(minimum, maximum, uniform),
    studentT: (dof) => {
      const numerator = normal();
      return numerator / Math.sqrt(chiSquare(dof) / dof);
    },
  };
}

/** Four words of state; both halves of the seed enter, so that seeds beyond 32 bits differ too. */
function stateFromSeed(seed: number): Uint32Array {
  const low = seed % 2 ** 32;
  const high = (seed - low) / 2 ** 32;
  let counter = (low ^ Math.imul(high, 0x85ebca6b)) >>> 0;
  return Uint32Array.from({ length: 4 }, () => {
    counter = (counter + 0x9e3779b9) >>> 0;
    let word = counter;
    word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return word ^ (word >>> 15);
  });
}

/** The generator xoshiro128** on a state that is not all zeros (splitmix32 is a bijection of four different counters, so it never is). */
export function xoshiro128(state: Uint32Array): Bits {
  return () => {
    const scrambled = Math.imul(rotateLeft(Math.imul(state[1], 5), 7), 9) >>> 0;
    const shifted = state[1] << 9;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotateLeft(state[3], 11);
    return scrambled;
  };
}

function rotateLeft(word: number, count: number): number {
  return (word << count) | (word >>> (32 - count));
}

function uniformFrom(bits: Bits): () => number {
  return () => {
    const high = bits() >>> 5;
    const low = bits() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  };
}

function integer(minimum: number, maximum: number, uniform: () => number): number {
  requireInteger(minimum, Number.MIN_SAFE_INTEGER, 'minimum');
  requireInteger(maximum, minimum, 'maximum', minimum + 2 ** 32);
  return minimum + Math.floor(uniform() * (maximum - minimum + 1));
}

function normalFrom(uniform: () => number): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * naturalLogarithm(square)) / square);
      spare = y * factor;
      return x * factor;
    }
  };
}

/** Gamma with the given shape and scale 1. */
function gamma(shape: number, uniform: () => number, normal: () => number): number {
  if (shape < 1) {
    // Γ(a) = Γ(a + 1) U^(1/a)
    const larger = gamma(shape + 1, uniform, normal);
    return larger * exponential(naturalLogarithm(1 - uniform()) / shape);
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal();
    const cube = (1 + c * x) * (1 + c * x) * (1 + c * x);
    if (cube <= 0) continue;
    if (naturalLogarithm(1 - uniform()) < 0.5 * x * x + d - d * cube + d * naturalLogarithm(cube)) return d * cube;
  }
}
