/**
 * The design tokens, as plain data: web, mobile, print and charts all take their colours, type and spacing from here.
 *
 * One neutral surface scale, one accent (blue), gain and loss as teal and orange: a pair that stays apart for every
 * kind of colour blindness, and that is always accompanied by a sign or a shape.
 */
import { oklchToHex } from './color.ts';

export type ColorScheme = 'light' | 'dark';

export interface ColorTokens {
  /** The one surface of a page. */
  readonly surface: string;
  /** Controls, hovered rows, empty tracks. */
  readonly surfaceSunken: string;
  /** What floats: tooltips, menus. */
  readonly surfaceRaised: string;
  /** Thin rules between things. */
  readonly border: string;
  /** Edges of controls; strong enough to be seen as a control (3 : 1). */
  readonly borderStrong: string;
  readonly text: string;
  /** Labels and notes; still 4.5 : 1 on every surface. */
  readonly textMuted: string;
  readonly accent: string;
  /** Background of what is selected. */
  readonly accentSoft: string;
  /** Text on the accent. */
  readonly onAccent: string;
  readonly gain: string;
  readonly gainSoft: string;
  readonly loss: string;
  readonly lossSoft: string;
  /** Simulated or uncertain data, and warnings. */
  readonly caution: string;
  readonly cautionSoft: string;
}

/** Steps of a scale from lightest (0) to darkest (9), as component libraries want them. */
export type ColorScale = readonly [string, string, string, string, string, string, string, string, string, string];

const neutralHue = 258;
const accentHue = 261;

function scale(hue: number, chroma: number, lightnesses: readonly number[]): ColorScale {
  return lightnesses.map((lightness) =>
    // Chroma fades towards white and black, as it does in print.
    oklchToHex({ lightness, chroma: chroma * Math.min(1, 4 * lightness * (1 - lightness) + 0.15), hue }),
  ) as unknown as ColorScale;
}

/** Greys of light pages, with a breath of blue. */
export const neutralScale: ColorScale = scale(
  neutralHue,
  0.012,
  [0.985, 0.968, 0.93, 0.88, 0.8, 0.69, 0.57, 0.46, 0.35, 0.24],
);
/** Greys of dark pages, from text (0) to the sunken surface (9). */
export const darkScale: ColorScale = scale(
  neutralHue,
  0.016,
  [0.94, 0.84, 0.74, 0.62, 0.44, 0.34, 0.285, 0.235, 0.195, 0.155],
);
export const accentScale: ColorScale = scale(
  accentHue,
  0.19,
  [0.972, 0.94, 0.88, 0.8, 0.72, 0.64, 0.56, 0.5, 0.44, 0.37],
);

const gainHue = 182;
const lossHue = 46;
const cautionHue = 85;

const light: Omit<ColorTokens, `${string}Soft`> = {
  surface: '#ffffff',
  surfaceSunken: neutralScale[1],
  surfaceRaised: '#ffffff',
  border: neutralScale[2],
  borderStrong: oklchToHex({ lightness: 0.62, chroma: 0.012, hue: neutralHue }),
  text: neutralScale[9],
  textMuted: oklchToHex({ lightness: 0.49, chroma: 0.014, hue: neutralHue }),
  accent: oklchToHex({ lightness: 0.5, chroma: 0.19, hue: accentHue }),
  onAccent: '#ffffff',
  gain: oklchToHex({ lightness: 0.53, chroma: 0.1, hue: gainHue }),
  loss: oklchToHex({ lightness: 0.545, chroma: 0.17, hue: lossHue }),
  caution: oklchToHex({ lightness: 0.52, chroma: 0.11, hue: cautionHue }),
};

const dark: Omit<ColorTokens, `${string}Soft`> = {
  surface: darkScale[8],
  surfaceSunken: darkScale[7],
  surfaceRaised: darkScale[7],
  border: darkScale[6],
  borderStrong: oklchToHex({ lightness: 0.55, chroma: 0.016, hue: neutralHue }),
  text: darkScale[0],
  textMuted: oklchToHex({ lightness: 0.72, chroma: 0.016, hue: neutralHue }),
  accent: oklchToHex({ lightness: 0.7, chroma: 0.15, hue: accentHue }),
  onAccent: darkScale[9],
  gain: oklchToHex({ lightness: 0.78, chroma: 0.11, hue: gainHue }),
  loss: oklchToHex({ lightness: 0.74, chroma: 0.15, hue: lossHue + 8 }),
  caution: oklchToHex({ lightness: 0.83, chroma: 0.13, hue: cautionHue }),
};

/** A soft background keeps the hue and goes most of the way to the surface; text in the full colour reads on it. */
const softTone = { light: { lightness: 0.958, chroma: 0.028 }, dark: { lightness: 0.285, chroma: 0.055 } };

function withSoftColors(scheme: ColorScheme, colors: Omit<ColorTokens, `${string}Soft`>): ColorTokens {
  const soft = (hue: number) => oklchToHex({ ...softTone[scheme], hue });
  return {
    ...colors,
    accentSoft: soft(accentHue),
    gainSoft: soft(gainHue),
    lossSoft: soft(lossHue),
    cautionSoft: soft(cautionHue),
  };
}

export const colorTokens: Readonly<Record<ColorScheme, ColorTokens>> = {
  light: withSoftColors('light', light),
  dark: withSoftColors('dark', dark),
};

/** Type, spacing and sizes, in pixels. One family; digits are tabular wherever numbers stand below each other. */
export const designTokens = {
  color: colorTokens,
  fontFamily: '"Inter Variable", Inter, system-ui, -apple-system, "Segoe UI", sans-serif',
  fontFeatureNumbers: '"tnum" 1, "cv11" 1',
  fontSize: { small: 12, body: 14, lead: 16, figure: 22, verdict: 24 },
  fontWeight: { regular: 400, medium: 500, strong: 600 },
  space: { hair: 2, tight: 4, small: 8, medium: 12, large: 20, section: 32 },
  radius: { small: 4, medium: 6 },
  /** Smallest side of a target for a finger. */
  touchTarget: 44,
} as const;

/** The tokens of a scheme as CSS custom properties: `--ro-text-muted`, `--ro-font-size-body`, … */
export function cssVariables(scheme: ColorScheme): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(colorTokens[scheme])) variables[`--ro-${kebabCase(name)}`] = value;
  variables['--ro-font-family'] = designTokens.fontFamily;
  for (const group of ['fontSize', 'space', 'radius'] as const) {
    for (const [name, pixels] of Object.entries(designTokens[group])) {
      variables[`--ro-${kebabCase(group)}-${kebabCase(name)}`] = `${pixels}px`;
    }
  }
  return variables;
}

function kebabCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
