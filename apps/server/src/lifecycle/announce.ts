/** What a person reads in the terminal. Logs go elsewhere, as JSON. */
import { ConfigError } from '../core/config.ts';
import { StartError } from '../core/start-error.ts';

export interface Announcer {
  /** One line about what is going on. */
  say(line: string): void;
  /** What stopped the start or the run, with what to do. */
  complain(error: unknown): void;
}

export const terminal: Announcer = {
  say: (line) => process.stdout.write(`${line}\n`),
  complain: (error) => process.stderr.write(`${complaint(error)}\n`),
};

/** A sentence for what a person can mend; the stack for a defect, as somebody will have to read it. */
export function complaint(error: unknown): string {
  if (error instanceof ConfigError) return error.sentences.join('\n');
  if (error instanceof StartError) return error.message;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `RiskOptimizer has a defect and cannot go on. Please report this:\n${stack}`;
}

export interface ReadyFacts {
  readonly host: string;
  readonly port: number;
  readonly seconds: number;
  readonly dataFolder: string;
  /** Such as "PostgreSQL 18.4", or where an own one is. */
  readonly databaseDescription: string;
  readonly logPlace: string;
  /** Makes the first account; null when there is one. It opens the server, so it is shown here and written nowhere. */
  readonly setUpLink: string | null;
}

/** The block of the start: the address first, then what to do next. */
export function readyText(facts: ReadyFacts): string {
  const address = webAddress(facts.host, facts.port);
  return [
    '',
    `RiskOptimizer is ready at ${address} (in ${facts.seconds.toFixed(1)} s)`,
    '',
    ...firstSteps(facts.setUpLink),
    '',
    `  API reference  ${address}/docs`,
    `  Data           ${facts.dataFolder} (${facts.databaseDescription})`,
    `  Log            ${facts.logPlace}`,
    '  Stop           Ctrl-C; your data stay.',
    '',
  ].join('\n');
}

function firstSteps(setUpLink: string | null): string[] {
  if (setUpLink === null) return ['  Open this address and sign in.'];
  return [
    '  Open this address: a demo portfolio on a simulated market is there to look at.',
    '  Then make it yours. This link makes the administrator, once, and works until the next start or for a day:',
    '',
    `  ${setUpLink}`,
  ];
}

export function webAddress(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
