import { Command } from 'commander';
import { addAudit } from './commands/audit.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addEstimate } from './commands/estimate.ts';
import { addFrontier } from './commands/frontier.ts';
import { addOptimize } from './commands/optimize.ts';
import { addRisk } from './commands/risk.ts';
import { addServe } from './commands/serve.ts';
import type { Surroundings } from './core/surroundings.ts';

/** The command line with all its commands. It throws instead of ending the process; main.ts turns that into a status. */
export function createProgram(surroundings: Surroundings): Command {
  const program = new Command('riskoptimizer')
    .description('Portfolio risk from price files: what could go wrong, what drives it, what better mix is reachable.')
    .version(surroundings.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => surroundings.out(text),
      // Errors are printed once, by print-error.ts.
      writeErr: () => {},
    });
  addRisk(program, surroundings);
  addEstimate(program, surroundings);
  addOptimize(program, surroundings);
  addFrontier(program, surroundings);
  addDemo(program, surroundings);
  addServe(program, surroundings);
  addDoctor(program, surroundings);
  addAudit(program, surroundings);
  return program;
}
