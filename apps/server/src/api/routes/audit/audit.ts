import {
  activity,
  activityQuery,
  auditEntry,
  auditEntryList,
  auditExportRequest,
  auditHead,
  auditQuery,
} from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { AuditService } from '../../../domain/audit/audit-service.ts';
import { actorOf } from '../../middleware/authentication.ts';
import { problemResponses, routeOf } from '../../route.ts';
import { sendLines } from './send-lines.ts';

const tags = ['Audit'];
const params = z.strictObject({ sequence: z.coerce.number().int().positive() });
const refusals = ['sign-in-required', 'permission-denied'] as const;
/** A trail of millions of entries over a slow line. */
const exportTimeoutMs = 30 * 60_000;

export function auditRoutes({ audit }: { readonly audit: AuditService }): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('listAuditEntries', { class: 'read' }),
      schema: {
        operationId: 'listAuditEntries',
        tags,
        summary: 'Entries of the audit trail, the newest first',
        querystring: auditQuery,
        response: { ...problemResponses(...refusals), 200: auditEntryList },
      },
      handler: ({ query }) => audit.list(query),
    });

    app.route({
      ...routeOf('getAuditEntry', { class: 'read' }),
      schema: {
        operationId: 'getAuditEntry',
        tags,
        summary: 'One entry with what was before and after, and the text that was hashed',
        params,
        response: { ...problemResponses('not-found', ...refusals), 200: auditEntry },
      },
      handler: ({ params: { sequence } }) => audit.get(sequence),
    });

    app.route({
      ...routeOf('getAuditHead', { class: 'read' }),
      schema: {
        operationId: 'getAuditHead',
        tags,
        summary: 'The state of the whole trail, signed now, and what the check at the start found',
        description: 'Keep it elsewhere: an export that does not agree with it was changed or cut.',
        response: { ...problemResponses(...refusals), 200: auditHead },
      },
      handler: () => audit.head(),
    });

    app.route({
      ...routeOf('exportAudit', { class: 'export', handlerTimeoutMs: exportTimeoutMs }),
      schema: {
        operationId: 'exportAudit',
        tags,
        summary: 'The trail, or a part of it, as a file that `riskoptimizer audit verify` checks',
        description:
          'JSON lines: a manifest, the entries with the heads that were signed among them, and the proof. To the end, the last entry is the one that tells of this export.',
        body: auditExportRequest,
        response: {
          ...problemResponses('request-malformed', 'media-type-unsupported', 'csrf-refused', ...refusals),
          200: { description: 'The file', content: { 'application/x-ndjson': { schema: z.string() } } },
        },
      },
      handler: async ({ body }, reply) => {
        const { fileName, lines } = await audit.export(body);
        return sendLines(reply, fileName, lines);
      },
    });

    app.route({
      ...routeOf('listActivity', { class: 'read' }),
      schema: {
        operationId: 'listActivity',
        tags: ['Account'],
        summary: 'What was done with the own account: sign-ins, factors, keys, sessions, roles',
        querystring: activityQuery,
        response: { ...problemResponses('sign-in-required'), 200: activity },
      },
      handler: (request) => audit.activity(actorOf(request).userId, request.query),
    });
  };
}
