/** One colour for one thing on every page: a hue for each asset class, and a stable shade of it for each asset. */
import type { AssetClass } from '@riskoptimizer/contracts';
import { oklchToHex } from './color.ts';
import type { ColorScheme } from './tokens.ts';

interface Family {
  readonly hue: number;
  /** Width of the band of hues that the assets of the class share, in degrees. */
  readonly spread: number;
  readonly chroma: number;
}

/** Bands do not touch, so that a shade never reads as another class. Gain (182°) and loss (46°) keep their distance. */
const families: Readonly<Record<AssetClass, Family>> = {
  equity: { hue: 262, spread: 44, chroma: 0.14 },
  bond: { hue: 152, spread: 30, chroma: 0.11 },
  commodity: { hue: 88, spread: 18, chroma: 0.12 },
  'real-estate': { hue: 26, spread: 18, chroma: 0.12 },
  crypto: { hue: 306, spread: 20, chroma: 0.14 },
  cash: { hue: 258, spread: 10, chroma: 0.015 },
  fund: { hue: 216, spread: 22, chroma: 0.1 },
  other: { hue: 346, spread: 16, chroma: 0.12 },
};

const lightnessByScheme: Readonly<Record<ColorScheme, readonly [number, number, number]>> = {
  light: [0.58, 0.47, 0.7],
  dark: [0.7, 0.82, 0.58],
};

/** Shades a class has before two assets must share one. */
const slotCount = 24;

/** The colour of an asset class; a class that is not known is `other`. */
export function assetClassColor(assetClass: string, scheme: ColorScheme): string {
  const { hue, chroma } = families[knownClass(assetClass)];
  return oklchToHex({ lightness: lightnessByScheme[scheme][0], chroma, hue });
}

export interface ColoredAsset {
  readonly symbol: string;
  readonly assetClass: string;
}

/**
 * The colour of every asset of a portfolio, by symbol.
 *
 * A shade is chosen by the symbol's own letters, so it does not depend on order or on most other assets; when two
 * symbols of a class ask for the same shade, the later one in the alphabet takes the next free.
 */
export function assetColors(assets: readonly ColoredAsset[], scheme: ColorScheme): ReadonlyMap<string, string> {
  const taken = new Map<AssetClass, Set<number>>();
  const colors = new Map<string, string>();
  const sorted = [...assets].sort((a, b) => (a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : 0));
  for (const { symbol, assetClass } of sorted) {
    if (colors.has(symbol)) continue;
    const known = knownClass(assetClass);
    const slots = taken.get(known) ?? new Set<number>();
    taken.set(known, slots);
    let slot = textHash(symbol) % slotCount;
    for (let tries = 0; tries < slotCount && slots.has(slot); tries++) slot = (slot + 1) % slotCount;
    slots.add(slot);
    colors.set(symbol, slotColor(families[known], slot, scheme));
  }
  return colors;
}

function knownClass(assetClass: string): AssetClass {
  return assetClass in families ? (assetClass as AssetClass) : 'other';
}

/** Neighbouring slots differ in lightness first and in hue second, so that assets that collide look different. */
function slotColor(family: Family, slot: number, scheme: ColorScheme): string {
  const lightness = lightnessByScheme[scheme][slot % 3] ?? 0.6;
  const step = Math.floor(slot / 3) / (slotCount / 3 - 1);
  return oklchToHex({ lightness, chroma: family.chroma, hue: family.hue + family.spread * (step - 0.5) });
}

/** FNV-1a over UTF-16 units: short, well spread, the same on every platform. */
function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
