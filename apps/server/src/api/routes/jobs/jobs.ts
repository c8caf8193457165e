import {
  createJobRequest,
  identifier,
  job,
  jobList,
  jobListQuery,
  jobResult,
  jobWithInput,
} from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf } from '../../middleware/authentication.ts';
import { problemResponses, routeOf } from '../../route.ts';
import { sendJson } from '../../send-json.ts';
import type { Services } from '../../services.ts';
import { bodyProblems } from '../portfolios/versioned.ts';

const tags = ['Jobs'];
const params = z.strictObject({ jobId: identifier });

export function jobRoutes({ jobs }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('createJob', { class: 'change' }),
      schema: {
        operationId: 'createJob',
        tags,
        summary: 'Queue long work',
        description:
          'The kinds and what they ask for stand in docs/guides/jobs.md: `portfolio-risk`, `portfolio-frontier`, `efficient-frontier`. ' +
          'The same inputs share one computation.',
        body: createJobRequest,
        response: {
          ...problemResponses(...bodyProblems, 'not-found', 'permission-denied', 'state-conflict'),
          201: jobWithInput,
        },
      },
      handler: async (request, reply) => reply.status(201).send(await jobs.create(actorOf(request), request.body)),
    });

    app.route({
      ...routeOf('listJobs', { class: 'read' }),
      schema: {
        operationId: 'listJobs',
        tags,
        summary: 'Your jobs, the newest first',
        querystring: jobListQuery,
        response: { ...problemResponses(), 200: jobList },
      },
      handler: (request) => jobs.list(actorOf(request), request.query),
    });

    app.route({
      ...routeOf('getJob', { class: 'read' }),
      schema: {
        operationId: 'getJob',
        tags,
        summary: 'A job: how far it is, or why it failed',
        params,
        response: { ...problemResponses('not-found'), 200: jobWithInput },
      },
      handler: (request) => jobs.get(actorOf(request), request.params.jobId),
    });

    app.route({
      ...routeOf('getJobResult', { class: 'read' }),
      schema: {
        operationId: 'getJobResult',
        tags,
        summary: 'What came of a job',
        description: '`result` is sent byte for byte as it was stored; `job.resultHash` is the SHA-256 of these bytes.',
        params,
        response: { ...problemResponses('not-found', 'permission-denied', 'state-conflict'), 200: jobResult },
      },
      handler: async (request, reply) =>
        sendJson(reply, await jobs.result(actorOf(request), request.params.jobId)) as never,
    });

    app.route({
      ...routeOf('cancelJob', { class: 'change' }),
      schema: {
        operationId: 'cancelJob',
        tags,
        summary: 'Stop a job',
        description: 'One that runs is stopped within a second, wherever it runs.',
        params,
        response: { ...problemResponses('not-found', 'state-conflict'), 200: job },
      },
      handler: (request) => jobs.cancel(actorOf(request), request.params.jobId),
    });

    app.route({
      ...routeOf('retryJob', { class: 'change' }),
      schema: {
        operationId: 'retryJob',
        tags,
        summary: 'Do a job again that failed, is dead or was cancelled',
        params,
        response: { ...problemResponses('not-found', 'permission-denied', 'state-conflict'), 200: job },
      },
      handler: (request) => jobs.retry(actorOf(request), request.params.jobId),
    });
  };
}
