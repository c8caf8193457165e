/** A kind of job: what it asks for, whom it lets, and what it does. Each kind is one file in `kinds/`. */
import type { Permission } from '@riskoptimizer/contracts';
import type { z } from 'zod';
import type { SignedInActor } from '../../core/request-context.ts';
import type { JobOutcome } from './ports.ts';

export interface JobContext {
  /** Whoever asked for the job, with the role they have now. */
  readonly actor: SignedInActor;
  readonly jobId: string;
  /** Aborted when the job is cancelled, takes too long, or the worker stops; the reason says which. */
  readonly signal: AbortSignal;
  /** As often as you like: it is written a few times a second. */
  progress(fraction: number | null, text?: string): void;
}

export interface JobKind<Input = unknown> {
  /** As the API names it, such as `portfolio-risk`. */
  readonly name: string;
  readonly input: z.ZodType<Input>;
  /** Besides `calculation:run`: of the role, and as scopes of an API key. */
  readonly permissions: readonly Permission[];
  readonly timeoutSeconds: number;
  /** How often it is tried again after an error that may pass. */
  readonly retries: number;
  /** When it is asked for, and again before it runs. @throws ProblemError `not-found` for what the actor may not see. */
  authorize(actor: SignedInActor, input: Input): Promise<void>;
  /**
   * May be started more than once and must be without effect outside of its outcome, or have its effects in the transaction
   * that `commit` of the outcome runs in.
   *
   * @throws ProblemError for what would fail again; anything else is a defect or a fault that may pass.
   */
  run(context: JobContext, input: Input): Promise<JobRunOutcome>;
}

export interface JobRunOutcome extends JobOutcome {
  /** Effects of the job, in the transaction that also marks it as done: both happen, once, or neither. */
  readonly commit?: () => Promise<void>;
}

/** The input type is the kind's own business. */
export type AnyJobKind = Omit<JobKind<never>, 'input'> & { readonly input: z.ZodType };

export interface JobKinds {
  find(name: string): JobKind | undefined;
  readonly names: readonly string[];
}

export function jobKinds(kinds: readonly AnyJobKind[]): JobKinds {
  const byName = new Map(kinds.map((kind) => [kind.name, kind as unknown as JobKind]));
  if (byName.size < kinds.length) throw new Error('Two kinds of jobs have the same name.');
  return { find: (name) => byName.get(name), names: [...byName.keys()] };
}
