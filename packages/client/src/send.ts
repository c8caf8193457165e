/** One call over the wire: path, query, body and version out; a parsed answer or an `ApiProblem` back. */
import { apiPrefix, type RouteName, routes } from '@riskoptimizer/contracts';
import { type AxiosInstance, type AxiosResponse, isAxiosError, isCancel } from 'axios';
import type { z } from 'zod';
import { clientProblem, problemFromAnswer } from './api-problem.ts';

export interface CallOptions {
  /** Cancels the call; it then fails with the code `aborted`. */
  readonly signal?: AbortSignal;
  /** Told as a body goes out: the share of it that is sent, 0 to 1. */
  readonly onUploadProgress?: (share: number) => void;
}

export interface Outgoing {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** Version of the thing being changed; sent as `If-Match`, so that a change made meanwhile is not overwritten. */
  readonly version?: number;
}

/** Sends one route and parses its answer; statuses outside 2xx and those in `accept` become an `ApiProblem`. */
export async function send<Schema extends z.ZodType>(
  http: AxiosInstance,
  routeName: RouteName,
  schema: Schema,
  outgoing: Outgoing = {},
  options: CallOptions = {},
  accept: readonly number[] = [],
): Promise<z.output<Schema>> {
  const answer = await exchange(http, routeName, outgoing, options);
  const accepted = (answer.status >= 200 && answer.status < 300) || accept.includes(answer.status);
  if (!accepted) throw problemFromAnswer(answer.status, answer.data);
  const parsed = schema.safeParse(answer.status === 204 ? null : answer.data);
  if (parsed.success) return parsed.data;
  if (answer.status >= 400) throw problemFromAnswer(answer.status, answer.data);
  const issue = parsed.error.issues[0];
  const place = issue === undefined ? '' : ` At /${issue.path.join('/')}: ${issue.message}.`;
  throw clientProblem(
    'response-invalid',
    `The answer of ${routes[routeName].method} ${answer.config.url} is not as agreed; page and server may be of different versions. Reload the page.${place}`,
    answer.status,
    parsed.error,
  );
}

async function exchange(
  http: AxiosInstance,
  routeName: RouteName,
  outgoing: Outgoing,
  options: CallOptions,
): Promise<AxiosResponse<unknown>> {
  const route = routes[routeName];
  try {
    return await http.request<unknown>({
      method: route.method,
      url: apiPrefix + fillPath(route.path, outgoing.path ?? {}),
      params: outgoing.query,
      data: outgoing.body,
      headers: outgoing.version === undefined ? {} : { 'If-Match': entityTag(outgoing.version) },
      validateStatus: () => true,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...uploadProgress(options.onUploadProgress),
    });
  } catch (error) {
    throw unanswered(error, http.defaults.baseURL ?? '');
  }
}

function uploadProgress(tell: CallOptions['onUploadProgress']) {
  if (tell === undefined) return {};
  return { onUploadProgress: ({ progress }: { progress?: number }) => progress !== undefined && tell(progress) };
}

/** The strong entity tag of a version, as the server writes it in `ETag`. */
export function entityTag(version: number): string {
  return `"${version}"`;
}

/** Puts parameters into a path such as `/assets/:assetId`, encoded; a missing one is a mistake of the caller. */
export function fillPath(path: string, parameters: Readonly<Record<string, string>>): string {
  return path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = parameters[name];
    if (value === undefined || value === '') throw new TypeError(`Path ${path} needs "${name}", and it was empty.`);
    return encodeURIComponent(value);
  });
}

/** An `ApiProblem` for what happens on the wire; a mistake in our own code stays what it is. */
function unanswered(error: unknown, baseUrl: string): unknown {
  if (isCancel(error)) return clientProblem('aborted', 'The request was cancelled before the answer came.', 0, error);
  if (!isAxiosError(error)) return error;
  const place = baseUrl === '' ? 'The server' : `The server at ${baseUrl}`;
  return clientProblem(
    'unreachable',
    `${place} did not answer (${error.code ?? error.message}). Check that it is running and that this device is connected.`,
    0,
    error,
  );
}
