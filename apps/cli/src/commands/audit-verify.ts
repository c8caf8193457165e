import { type FirstBad, type ValidExport, verifyExport } from '@riskoptimizer/audit-trail';
import type { Command } from 'commander';
import { CliError } from '../core/cli-error.ts';
import type { Surroundings } from '../core/surroundings.ts';
import { readBytes, standardInput } from '../input/byte-stream.ts';
import { readPublicKeys, readSignedHeads } from '../input/trust-files.ts';
import { type Answer, printAnswer } from '../output/answer.ts';
import { count, formatTable } from '../output/text-table.ts';

interface VerifyOptions {
  readonly heads?: string;
  readonly key?: string;
  readonly json?: true;
}

/** `riskoptimizer audit verify`: checks an export of the audit trail, with no server and no database. */
export function addAuditVerify(audit: Command, surroundings: Surroundings): void {
  audit
    .command('verify')
    .description('checks an export of the audit trail and names the first bad entry; needs no server')
    .argument('<file>', 'export of the audit trail (JSON lines), - for standard input')
    .option('--heads <file>', 'signed heads that were kept outside of the database, one a line')
    .option('--key <file>', 'public key that the export must be signed with (PEM; several may follow each other)')
    .option('--json', 'one JSON object on stdout, nothing else')
    .action(async (file: string, options: VerifyOptions) => {
      const trustedKeys = options.key === undefined ? [] : await readPublicKeys(options.key);
      const anchoredHeads = options.heads === undefined ? [] : await readSignedHeads(options.heads);
      const result = await verifyExport(readBytes(file), { trustedKeys, anchoredHeads });
      if (result.status === 'invalid') throw invalid(file, result.firstBad);
      printAnswer(surroundings, verifyAnswer(result, file), options.json === true);
    });
}

/** An export that does not hold what was signed is bad input: exit status 2, with file, line and entry. */
function invalid(file: string, { problem, sentence, line, sequence, lastSequence }: FirstBad): CliError {
  const remedy =
    problem === 'unsupported-version'
      ? 'Use the riskoptimizer that the export comes from.'
      : 'Do not rely on this file. Export the trail again; if that fails the same way, the trail itself was tampered with.';
  const name = file === standardInput ? 'standard input' : file;
  return new CliError(problem, sentence, remedy, { file: name, line, sequence, lastSequence });
}

function verifyAnswer(result: ValidExport, file: string): Answer {
  return {
    json: { ...result },
    text: [sayVerdict(result), '', formatTable(figures(result), [0, 1])].join('\n'),
    warnings: warningsOf(result, file),
  };
}

function sayVerdict({ trust, anchors, count: entries }: ValidExport): string {
  const what =
    entries === 0
      ? 'the trail has no entries in this range'
      : entries === 1
        ? 'its entry is unchanged'
        : `all ${entries.toLocaleString('en-US')} entries are unchanged`;
  const proof = [
    ...(trust === 'trusted-key' ? ['signed with the key you gave'] : []),
    ...(anchors.compared > 0 ? [`in agreement with ${count(anchors.compared, 'head')} kept elsewhere`] : []),
  ];
  if (proof.length > 0) return `Valid: ${what}, ${proof.join(' and ')}.`;
  return `Consistent in itself: ${what} since somebody signed this file; who that was is not known.`;
}

function figures(result: ValidExport): string[][] {
  const { range, head, anchors } = result;
  const part = result.isWhole ? 'the whole trail' : `of ${head.treeSize} in the whole trail`;
  return [
    ['entries', result.count === 0 ? `none, ${part}` : `${range.from} to ${range.to}, ${part}`],
    ['recorded', result.recordedFrom === null ? '–' : `${result.recordedFrom} to ${result.recordedTo}`],
    ['instance', result.instance],
    ['exported', result.exportedAt],
    ['root hash', result.rootHash],
    ['key', head.keyId],
    ['signed heads in the file', `${result.headsInFile}, all in agreement`],
    [
      'heads kept elsewhere',
      anchors.given === 0
        ? 'not given'
        : `${anchors.given} given: ${anchors.compared} compared, ${anchors.outside} outside of the range, ${anchors.later} later than the export`,
    ],
  ];
}

function warningsOf({ trust, anchors }: ValidExport, file: string): string[] {
  if (trust === 'file-alone') {
    return [
      'neither --heads nor --key was given, so a file that somebody made anew from beginning to end cannot be told from ' +
        `the original. Compare the key with the one the server shows, or run riskoptimizer audit verify ${file} --heads HEADS.`,
    ];
  }
  if (anchors.given > 0 && anchors.compared === 0) {
    return ['none of the heads kept elsewhere is of an entry in this file, so none could be compared.'];
  }
  return [];
}
