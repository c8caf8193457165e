import type { Command } from 'commander';
import { readSettings } from '../core/settings.ts';
import type { Surroundings } from '../core/surroundings.ts';
import { checkDataFolder } from '../doctor/data-folder.ts';
import { type Finding, worstOf } from '../doctor/finding.ts';
import { checkNode, checkPackages } from '../doctor/installation.ts';
import { checkPort } from '../doctor/port.ts';
import { checkDatabase, checkRedis } from '../doctor/services.ts';
import { printAnswer } from '../output/answer.ts';
import { exitStatus } from '../output/print-error.ts';

/** `riskoptimizer doctor`: looks at everything that a start depends on; exit status 0 when nothing fails, else 1. */
export function addDoctor(program: Command, surroundings: Surroundings): void {
  program
    .command('doctor')
    .description('checks what the server needs: Node, packages, data folder, port, database, cache')
    .option('--json', 'one JSON object on stdout, nothing else')
    .action(async (options: { json?: true }) => {
      const settings = readSettings();
      const findings: Finding[] = [
        checkNode(surroundings.repositoryRoot),
        ...checkPackages(surroundings.repositoryRoot),
        await checkDataFolder(settings.dataFolder),
        ...(await checkPort(settings.host, settings.port)),
        await checkDatabase(settings.databaseUrl),
        await checkRedis(settings.redisUrl),
      ];
      const status = worstOf(findings);
      const json = { status, findings };
      printAnswer(surroundings, { json, text: findings.map(sayFinding).join('\n') }, options.json === true);
      process.exitCode = status === 'fail' ? exitStatus.internal : exitStatus.result;
    });
}

function sayFinding({ status, name, message, remedy }: Finding): string {
  const line = `${status.padEnd(4)}  ${name}: ${message}`;
  return remedy === null ? line : `${line}\n      ${remedy}`;
}
