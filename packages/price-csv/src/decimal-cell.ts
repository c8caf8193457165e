/** The character between the whole and the fractional part. */
export type DecimalSeparator = 'point' | 'comma';

/** Why a cell is not a decimal number. */
export type DecimalFault =
  | 'invalid-number'
  | 'missing-marker'
  | 'not-finite'
  | 'thousands-separator'
  | 'decimal-comma'
  | 'mixed-decimal-separators';

export type DecimalReading =
  | {
      readonly ok: true;
      readonly text: string;
      readonly separator: DecimalSeparator | null;
      readonly doubtful: boolean;
    }
  | { readonly ok: false; readonly fault: DecimalFault };

const decimal = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d{1,5})?$/i;
// "1.234" may be one and a bit or a thousand and more; "0.234", "1234.567" and "1.23" may not.
const thousandsLike = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;
const grouped = /^[+-]?\d{1,3}(?:[.,'’\u0020\u00a0\u2009\u202f_]\d{3})+(?:[.,]\d*)?$/;
const missingMarker =
  /^(?:n\/?\.?a\.?|#n\/a.*|#?null!?|#(?:value|ref|div\/0)!|none|nil|missing|no ?data|-+|\.+|\?+|–|—)$/i;
const notFinite = /^[+-]?(?:1\.#)?(?:nan|qnan|inf|infinity|∞)$/i;

/**
 * Reads a cell as a decimal number without deciding yet what a separator means for the whole file.
 *
 * The text of a reading always has a decimal point. A reading is doubtful when its one separator could also group
 * thousands; {@link createDecimalEvidence} settles that over the whole file.
 *
 * @param commaAllowed false in comma-separated files, where a comma in a (quoted) number is a fault.
 */
export function readDecimal(cell: string, commaAllowed: boolean): DecimalReading {
  if (!decimal.test(cell)) return { ok: false, fault: faultOf(cell) };
  if (cell.includes(',')) {
    if (!commaAllowed) return { ok: false, fault: thousandsLike.test(cell) ? 'thousands-separator' : 'decimal-comma' };
    return { ok: true, text: cell.replace(',', '.'), separator: 'comma', doubtful: thousandsLike.test(cell) };
  }
  if (cell.includes('.')) {
    return { ok: true, text: cell, separator: 'point', doubtful: commaAllowed && thousandsLike.test(cell) };
  }
  return { ok: true, text: cell, separator: null, doubtful: false };
}

function faultOf(cell: string): DecimalFault {
  if (missingMarker.test(cell)) return 'missing-marker';
  if (notFinite.test(cell)) return 'not-finite';
  if (grouped.test(cell)) return 'thousands-separator';
  return 'invalid-number';
}

/** What a whole file says about its decimal separator. */
export interface DecimalEvidence {
  /** Takes note of a reading; returns false when it contradicts what the file used before. */
  note(reading: DecimalReading & { ok: true }, line: number, column: number): boolean;
  /** Where the separator was first seen. */
  first(): { line: number; column: number } | null;
  separator(): DecimalSeparator | null;
  /** True when every separator of the file might as well group thousands. */
  isAmbiguous(): boolean;
}

/** Collects the evidence; a separator named by the caller (`fixed`) is never ambiguous. */
export function createDecimalEvidence(fixed?: DecimalSeparator): DecimalEvidence {
  let separator: DecimalSeparator | null = fixed ?? null;
  let certain = fixed !== undefined;
  let first: { line: number; column: number } | null = null;
  return {
    note(reading, line, column) {
      if (reading.separator === null) return true;
      separator ??= reading.separator;
      if (separator !== reading.separator) return false;
      first ??= { line, column };
      certain ||= !reading.doubtful;
      return true;
    },
    first: () => first,
    separator: () => separator,
    isAmbiguous: () => first !== null && !certain,
  };
}
