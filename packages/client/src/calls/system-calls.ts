import { live, readiness } from '@riskoptimizer/contracts';
import { z } from 'zod';
import { type CallOptions, send } from '../send.ts';
import type { Wire } from '../wire.ts';

const openApiDocument = z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) });

export function systemCalls(wire: Wire) {
  return {
    live: (_: void, options?: CallOptions) => send(wire, 'live', live, {}, options),
    /** A server that is not ready answers 503 with its checks, which is an answer and not a failure. */
    ready: (_: void, options?: CallOptions) => send(wire, 'ready', readiness, {}, options, [503]),
    openapi: (_: void, options?: CallOptions) => send(wire, 'openapi', openApiDocument, {}, options),
  };
}
