/**
 * Colours are made in OKLCH, where equal steps look equal, and written as sRGB hex, which every renderer reads.
 * Reference: Björn Ottosson, "A perceptual color space for image processing" (2020), the Oklab matrices.
 */

/** Lightness 0 to 1, chroma from 0 (grey), hue in degrees. */
export interface Oklch {
  readonly lightness: number;
  readonly chroma: number;
  readonly hue: number;
}

type Triple = readonly [number, number, number];

/** The sRGB hex of a colour; where the screen cannot show it, the chroma is lowered and lightness and hue stay. */
export function oklchToHex({ lightness, chroma, hue }: Oklch): string {
  let inGamut = 0;
  let outOfGamut = chroma;
  if (isDisplayable(linearRgb(lightness, chroma, hue))) inGamut = chroma;
  else {
    // Twelve halvings leave an error below one step of an 8-bit channel.
    for (let step = 0; step < 12; step++) {
      const middle = (inGamut + outOfGamut) / 2;
      if (isDisplayable(linearRgb(lightness, middle, hue))) inGamut = middle;
      else outOfGamut = middle;
    }
  }
  return `#${linearRgb(lightness, inGamut, hue).map(toHexByte).join('')}`;
}

/** Linear-light red, green and blue, 0 to 1, of `#rrggbb`. */
export function hexToLinearRgb(hex: string): Triple {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new TypeError(`Expected a colour such as #1a2b3c, got "${hex}".`);
  const channel = (at: number) => {
    const encoded = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** WCAG 2 contrast ratio of two colours, 1 to 21. */
export function contrastRatio(one: string, other: string): number {
  const luminance = (hex: string) => {
    const [red, green, blue] = hexToLinearRgb(hex);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** The colour with an opacity, as `#rrggbbaa`. */
export function withOpacity(hex: string, opacity: number): string {
  return `${hex}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0')}`;
}

/** The colour part of the way from one to another, as a chart library mixes its gradients; `share` 0 is the first. */
export function mixColors(from: string, to: string, share: number): string {
  const byte = (hex: string, at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) => Math.round(byte(from, at) + (byte(to, at) - byte(from, at)) * share));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

function linearRgb(lightness: number, chroma: number, hue: number): Triple {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

function isDisplayable(rgb: Triple): boolean {
  return rgb.every((channel) => channel >= -0.0001 && channel <= 1.0001);
}

function toHexByte(channel: number): string {
  const clipped = Math.min(1, Math.max(0, channel));
  const encoded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
  return Math.round(encoded * 255)
    .toString(16)
    .padStart(2, '0');
}
