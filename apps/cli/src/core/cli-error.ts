/** Every reason for which the command line refuses its input, besides those of price files and of the engine. */
export const cliErrorCodes = {
  'unknown-command': 'There is no such command.',
  'missing-argument': 'A file, an option or its value is missing.',
  'unknown-option': 'The command has no such option, or too many arguments were given.',
  'invalid-option': 'The value of an option is not what it must be.',
  'conflicting-options': 'Two options exclude each other, or an option has no effect on what was asked.',
  'not-available': 'The design names it, and this release does not have it.',
  'file-not-found': 'The file does not exist.',
  'file-not-readable': 'The file cannot be read: a folder, or no permission.',
  'file-not-writable': 'The file cannot be written.',
  'file-exists': 'The file exists already and would be overwritten.',
  'invalid-json': 'The file is not JSON.',
  'invalid-field': 'A field of a JSON file has the wrong type or value.',
  'unknown-field': 'A JSON file has a field that nobody reads.',
  'missing-field': 'A JSON file lacks a field.',
  'duplicate-field': 'A field stands twice in a JSON object.',
  'invalid-key': 'The file does not hold a public key of the kind that is needed.',
  'too-few-assets': 'What was asked needs at least two assets.',
  'internal-error': 'A fault of the program itself; exit status 1.',
} as const;

export type CliErrorCode = keyof typeof cliErrorCodes;

/** Where and what; null where it does not apply. */
export interface ErrorPlace {
  readonly file?: string | null;
  readonly line?: number | null;
  readonly column?: number | null;
  readonly field?: string | null;
  /** Of an entry of an audit trail; only errors about one have these two. */
  readonly sequence?: number | null;
  readonly lastSequence?: number | null;
}

/** One of several things wrong with a file. */
export interface ErrorDetail {
  readonly code: string;
  readonly message: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly field: string | null;
  readonly remedy: string;
}

/** Bad usage or bad input: exit status 2, with file, line, column and field as far as they apply, and a remedy. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: string;
  readonly place: ErrorPlace;
  readonly remedy: string;
  /** All problems of a file, this error being the first of them. */
  readonly details: readonly ErrorDetail[];
  readonly detailCount: number;

  constructor(
    code: CliErrorCode | (string & {}),
    message: string,
    remedy: string,
    place: ErrorPlace = {},
    details: { readonly list: readonly ErrorDetail[]; readonly count: number } = { list: [], count: 0 },
  ) {
    super(message);
    this.code = code;
    this.place = place;
    this.remedy = remedy;
    this.details = details.list;
    this.detailCount = details.count;
  }
}
