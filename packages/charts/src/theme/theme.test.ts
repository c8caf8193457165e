import { describe, expect, it } from 'vitest';
import { assetClassColor, assetColors } from './asset-colors.ts';
import { contrastRatio, hexToLinearRgb, mixColors, oklchToHex } from './color.ts';
import { type ColorScheme, colorTokens, cssVariables } from './tokens.ts';

/** Colour as people with each kind of colour blindness see it: Machado, Oliveira and Fernandes (2009), severity 1, linear RGB. */
const colorVision = {
  usual: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

function oklab(rgb: readonly number[]): number[] {
  const [r = 0, g = 0, b = 0] = rgb.map((channel) => Math.max(0, channel));
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Distance in Oklab; about 0.02 is just noticeable. */
function distance(one: string, other: string, vision: readonly number[]): number {
  const seen = (hex: string) => {
    const rgb = hexToLinearRgb(hex);
    return oklab([0, 3, 6].map((row) => rgb.reduce((sum, channel, k) => sum + channel * (vision[row + k] ?? 0), 0)));
  };
  const a = seen(one);
  const b = seen(other);
  return Math.hypot(...a.map((value, index) => value - (b[index] ?? 0)));
}

const schemes: ColorScheme[] = ['light', 'dark'];

describe('colours', () => {
  it('writes known colours: white, black and the sRGB primaries in OKLCH', () => {
    expect(oklchToHex({ lightness: 1, chroma: 0, hue: 0 })).toBe('#ffffff');
    expect(oklchToHex({ lightness: 0, chroma: 0, hue: 0 })).toBe('#000000');
    expect(oklchToHex({ lightness: 0.62796, chroma: 0.25768, hue: 29.234 })).toBe('#ff0000');
    expect(oklchToHex({ lightness: 0.45201, chroma: 0.31321, hue: 264.052 })).toBe('#0000ff');
  });

  it('lowers the chroma of a colour that no screen can show, and keeps its lightness', () => {
    const shown = oklab(hexToLinearRgb(oklchToHex({ lightness: 0.6, chroma: 0.4, hue: 150 })));
    expect(shown[0]).toBeCloseTo(0.6, 2);
  });

  it('measures contrast as WCAG does, and mixes from end to end', () => {
    expect(contrastRatio('#000000', '#ffffff')).toBeCloseTo(21, 10);
    expect(contrastRatio('#777777', '#ffffff')).toBeCloseTo(4.478, 3);
    expect([mixColors('#102030', '#f0e0d0', 0), mixColors('#102030', '#f0e0d0', 1)]).toEqual(['#102030', '#f0e0d0']);
  });

  it('refuses what is not a colour', () => {
    expect(() => hexToLinearRgb('red')).toThrow('#1a2b3c');
  });
});

describe.each(schemes)('tokens of the %s scheme', (scheme) => {
  const tokens = colorTokens[scheme];

  it.each(['text', 'textMuted', 'accent', 'gain', 'loss', 'caution'] as const)('%s reads on every surface', (name) => {
    for (const surface of [tokens.surface, tokens.surfaceSunken, tokens.surfaceRaised]) {
      expect(contrastRatio(tokens[name], surface)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(['accent', 'gain', 'loss', 'caution'] as const)('%s reads on its own soft background', (name) => {
    expect(contrastRatio(tokens[name], tokens[`${name}Soft`])).toBeGreaterThanOrEqual(4.5);
  });

  it('shows the edges of controls and the text on the accent', () => {
    expect(contrastRatio(tokens.borderStrong, tokens.surface)).toBeGreaterThanOrEqual(3);
    expect(contrastRatio(tokens.onAccent, tokens.accent)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Object.entries(colorVision))('gain and loss stay apart with %s', (_name, vision) => {
    expect(distance(tokens.gain, tokens.loss, vision)).toBeGreaterThan(0.1);
  });

  it('has a CSS variable for every colour', () => {
    const variables = cssVariables(scheme);
    expect(variables['--ro-text-muted']).toBe(tokens.textMuted);
    expect(Object.keys(tokens).filter((name) => !Object.values(variables).includes(tokens[name as 'text']))).toEqual(
      [],
    );
  });
});

describe.each(schemes)('asset colours, %s', (scheme) => {
  const symbols = Array.from({ length: 18 }, (_, index) => ({ symbol: `SYM${index}`, assetClass: 'equity' }));

  it('does not depend on the order, and gives each of 18 shares its own', () => {
    const colors = assetColors(symbols, scheme);
    expect(assetColors([...symbols].reverse(), scheme)).toEqual(colors);
    expect(new Set(colors.values()).size).toBe(18);
  });

  it('keeps the colour of an asset when another class joins', () => {
    const before = assetColors(symbols, scheme);
    const after = assetColors([...symbols, { symbol: 'GOLD', assetClass: 'commodity' }], scheme);
    for (const { symbol } of symbols) expect(after.get(symbol)).toBe(before.get(symbol));
  });

  it('tells the classes apart, and each from the surface', () => {
    const classes = ['equity', 'bond', 'commodity', 'real-estate', 'crypto', 'cash', 'fund', 'other'];
    const colors = classes.map((name) => assetClassColor(name, scheme));
    for (const [index, color] of colors.entries()) {
      expect(contrastRatio(color, colorTokens[scheme].surface)).toBeGreaterThan(2.5);
      for (const other of colors.slice(index + 1))
        expect(distance(color, other, colorVision.usual)).toBeGreaterThan(0.06);
    }
    expect(assetClassColor('unheard-of', scheme)).toBe(assetClassColor('other', scheme));
  });
});
