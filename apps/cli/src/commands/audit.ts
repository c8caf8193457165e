import type { Command } from 'commander';
import { CliError } from '../core/cli-error.ts';
import type { Surroundings } from '../core/surroundings.ts';
import { addAuditVerify } from './audit-verify.ts';

/** `riskoptimizer audit`: what can be done with an export of the audit trail. */
export function addAudit(program: Command, surroundings: Surroundings): void {
  const audit = program.command('audit').description('checks exports of the audit trail (audit verify FILE)');
  addAuditVerify(audit, surroundings);
  // Options, --json among them, belong to what audit should do; here they are only passed over.
  audit
    .allowUnknownOption()
    .argument('[what...]')
    .action((words: string[]) => {
      const what = words.find((word) => !word.startsWith('-'));
      const remedy = 'Use riskoptimizer audit verify FILE.';
      if (what === undefined) {
        throw new CliError('missing-argument', 'What audit should do is missing; it can verify.', remedy);
      }
      throw new CliError('unknown-command', `There is no command "audit ${what.slice(0, 60)}".`, remedy);
    });
}
