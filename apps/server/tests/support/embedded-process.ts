/** Runs `embedded-starter.ts` as a process of its own and listens to what it says. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface StarterLine {
  readonly event: 'started' | 'refused' | 'committed';
  readonly adopted?: boolean;
  readonly connectionString?: string;
  readonly pid?: number;
  readonly sentence?: string;
  readonly entry?: number;
}

export interface Starter {
  readonly child: ChildProcess;
  /** Everything said so far. */
  readonly lines: StarterLine[];
  /** The first line, which says whether it started. */
  readonly first: Promise<StarterLine>;
  /** Resolves when the process and its output are at their end. */
  readonly ended: Promise<unknown>;
}

export function runStarter(dataFolder: string, task: 'hold' | 'write' | 'exit', uid?: number): Starter {
  const script = fileURLToPath(new URL('./embedded-starter.ts', import.meta.url));
  const parameters = [script, dataFolder, task, ...(uid === undefined ? [] : [String(uid)])];
  const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: StarterLine[] = [];
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const reader = createInterface(child.stdout);
  const first = new Promise<StarterLine>((resolve, reject) => {
    reader.on('line', (line) => {
      const said = JSON.parse(line) as StarterLine;
      lines.push(said);
      resolve(said);
    });
    reader.on('close', () => reject(new Error(`The starter said nothing. ${complaint}`)));
  });
  first.catch(() => {});
  return { child, lines, first, ended: Promise.all([once(child, 'exit'), once(reader, 'close')]) };
}
