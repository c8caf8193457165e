/** Every answer that is not a result, as problem+json (RFC 9457) from the closed list of codes. */
import { apiPrefix, type Problem, type RouteName, routes } from '@riskoptimizer/contracts';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ProblemError } from '../../core/errors.ts';
import { problemOfIssues } from '../../domain/requests/schema-problem.ts';
import { bodyBytesMax } from '../limits.ts';
import { hasClientLeft } from './client-presence.ts';

export interface ProblemOptions {
  /** Whether an error says that the database cannot be reached, rather than that a statement is wrong. */
  readonly isUnavailable: (error: unknown) => boolean;
}

/** Call it before any route is added: a handler that is set later does not count for them. */
export function answerWithProblems(app: FastifyInstance, options: ProblemOptions): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    // The method QUERY without a body: whatever it brings, no route of ours takes it.
    if (error.code === 'FST_ERR_ROUTE_MISSING_CONTENT_TYPE') return unknownRoute(request, reply);
    const meant = error.validationContext === 'params' ? meantMethodsOf(request) : [];
    if (meant.length > 0) return wrongMethod(meant, request, reply);
    const problem = toProblem(error, request, options);
    if (hasClientLeft(reply)) request.log.debug({ code: problem.code }, 'The client did not wait for the answer.');
    else logProblem(error, problem, request);
    return sendProblem(problem, request, reply);
  });
}

/** Writes a problem as the answer. */
export function sendProblem(problem: ProblemError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds);
  // Written here and not by the schema of the route, so that no problem can fail on its way out.
  return reply
    .headers({ 'x-request-id': request.id, 'cache-control': 'no-store' })
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .serializer((body: string) => body)
    .send(JSON.stringify(problemDocument(problem, request.id)));
}

/** The problem as it is sent. */
export function problemDocument(problem: ProblemError, requestId: string): Problem {
  const { code, status, title, detail, errors, errorCount } = problem;
  return {
    type: `urn:riskoptimizer:problem:${code}`,
    title,
    status,
    detail,
    code,
    requestId,
    ...(errors === undefined ? {} : { errors: [...errors] }),
    ...(errorCount === undefined ? {} : { errorCount }),
  };
}

function toProblem(error: FastifyError, request: FastifyRequest, { isUnavailable }: ProblemOptions): ProblemError {
  if (error instanceof ProblemError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issues = error.validation.map(({ instancePath, message }) => ({
      path: instancePath.split('/').filter((part) => part !== ''),
      message: message ?? '',
    }));
    if (error.validationContext === 'params') return notFound(request);
    return problemOfIssues(issues, error.validationContext === 'querystring' ? 'query' : 'request');
  }
  const known = knownProblem(error, request);
  if (known !== null) return known;
  if (isUnavailable(error)) {
    const detail = 'The database cannot be reached at the moment. Try again in a few seconds.';
    return new ProblemError('not-ready', detail, { cause: error, retryAfterSeconds: 5 });
  }
  const detail = `This is a defect of the server. The log has its cause under the request id ${request.id}.`;
  return new ProblemError('internal-error', detail, { cause: error });
}

/** Limits are powers of two or of ten: `1 MiB`, `100 MB`. */
function sizeInWords(bytes: number): string {
  return bytes % 2 ** 20 === 0 ? `${bytes / 2 ** 20} MiB` : `${bytes / 1e6} MB`;
}

/** What Fastify and its plugins throw before a handler is reached. */
function knownProblem(error: FastifyError, request: FastifyRequest): ProblemError | null {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE': {
      const limit = request.routeOptions.bodyLimit ?? bodyBytesMax;
      return new ProblemError(
        'body-too-large',
        `The body is larger than ${sizeInWords(limit)}, which is the limit here. Send less at once.`,
      );
    }
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE': {
      const found = request.headers['content-type'] ?? 'none';
      return new ProblemError(
        'media-type-unsupported',
        `The content type is ${found.slice(0, 100)}; expected ${expectedTypes(request)}.`,
      );
    }
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new ProblemError('request-malformed', 'The body does not have the length that Content-Length says.');
    case 'FST_ERR_BAD_URL':
      return new ProblemError(
        'request-malformed',
        'The address has a percent sign that is not followed by two hexadecimal digits.',
      );
    case 'FST_ERR_HANDLER_TIMEOUT':
      // The time was spent on waiting for the body: that is the client's doing and not a long calculation.
      if (!request.raw.complete)
        return new ProblemError('request-malformed', 'The request did not come to an end in time. Send it again.');
      return new ProblemError(
        'calculation-timeout',
        'The answer took too long and was given up. Ask for less at once, or try again later.',
      );
    default:
      return fromStatus(error, request);
  }
}

/** Errors of plugins that carry a status: a file that is not there, a request that cannot be read. */
function fromStatus(error: FastifyError, request: FastifyRequest): ProblemError | null {
  // A folder of the web app is refused by the server of static files; nobody needs to know that it is there.
  if (error.statusCode === 403 || error.statusCode === 404) return notFound(request);
  const isOurs = error.statusCode === 400 || (error.code ?? '').startsWith('FST_ERR_CTP');
  return isOurs ? new ProblemError('request-malformed', `The request cannot be read: ${error.message}.`) : null;
}

function expectedTypes(request: FastifyRequest): string {
  const isOneOf = (...paths: string[]) => paths.some((path) => request.routeOptions.url === apiPrefix + path);
  if (isOneOf(routes.createPriceImport.path, routes.createTransactionImport.path))
    return 'multipart/form-data with a field "file", or text/csv';
  return isOneOf(routes.previewEverything.path, routes.importEverything.path)
    ? 'multipart/form-data with a field "file", or application/octet-stream'
    : 'application/json';
}

/** A defect with all that is known of it; a refusal with a line. What was sent, and names of things, are for the answer alone. */
function logProblem(error: unknown, problem: ProblemError, request: FastifyRequest): void {
  if (problem.code === 'internal-error') request.log.error({ err: error }, 'A request failed.');
  else if (problem.status >= 500) request.log.warn({ code: problem.code, err: error }, problem.detail);
  else request.log.info({ code: problem.code }, problem.title);
}

/** Answers requests that no route takes: the wrong method is told the right ones. */
export function unknownRoute(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const methods = methodsOf(request.url);
  return methods.length === 0 ? sendProblem(notFound(request), request, reply) : wrongMethod(methods, request, reply);
}

function wrongMethod(methods: readonly string[], request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const detail = `${request.method} is not possible here; ${methods.join(', ')} ${methods.length === 1 ? 'is' : 'are'}.`;
  reply.header('allow', methods.join(', '));
  return sendProblem(new ProblemError('method-not-allowed', detail), request, reply);
}

function notFound(request: FastifyRequest): ProblemError {
  const path = request.url.split('?')[0]!.slice(0, 200);
  return new ProblemError('not-found', `There is nothing at ${path}.`);
}

/** `GET /portfolios/bulk` is no portfolio with a wrong id, but the wrong method of another route. */
function meantMethodsOf({ url, routeOptions }: FastifyRequest): string[] {
  const endsWithId = (path: string) => path.split('/').at(-1)!.startsWith(':');
  return endsWithId(routeOptions.url ?? '') ? methodsOf(url, (path) => !endsWithId(path)) : [];
}

function methodsOf(url: string, isMeant: (path: string) => boolean = () => true): string[] {
  const path = url.split('?')[0]!;
  const names = Object.keys(routes) as RouteName[];
  const matching = names.filter(
    (name) => isMeant(routes[name].path) && patternOf(apiPrefix + routes[name].path).test(path),
  );
  return [
    ...new Set(matching.flatMap((name) => (routes[name].method === 'GET' ? ['GET', 'HEAD'] : [routes[name].method]))),
  ];
}

/** "/assets/:assetId" → /^\/assets\/[^/]+$/ */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:[A-Za-z]+/g, '[^/]+')}/?$`);
}
