/** One call over the wire: path, query, body and version out; a parsed answer or an `ApiProblem` back. */
import { apiPrefix, type RouteName, routeRules, routes } from '@riskoptimizer/contracts';
import { type AxiosInstance, type AxiosResponse, isAxiosError, isCancel } from 'axios';
import type { z } from 'zod';
import { clientProblem, problemFromAnswer } from './api-problem.ts';
import { type Headers, inSession } from './session/in-session.ts';
import type { Wire } from './wire.ts';

export interface CallOptions {
  /** Cancels the call; it then fails with the code `aborted`. */
  readonly signal?: AbortSignal;
  /** Told as a body goes out: the share of it that is sent, 0 to 1. */
  readonly onUploadProgress?: (share: number) => void;
  /** Told as a file comes in: the bytes so far. How many there will be is not known of a file that is made meanwhile. */
  readonly onDownloadProgress?: (byteCount: number) => void;
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
  wire: Wire,
  routeName: RouteName,
  schema: Schema,
  outgoing: Outgoing = {},
  options: CallOptions = {},
  accept: readonly number[] = [],
): Promise<z.output<Schema>> {
  const answer = await exchange(wire, routeName, outgoing, options);
  if (!isSuccess(answer) && !accept.includes(answer.status)) throw problemFromAnswer(answer.status, answer.data);
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

/** Sends one route whose answer is a file. It is not parsed, and it may be larger than one would want as text. */
export async function sendForFile(
  wire: Wire,
  routeName: RouteName,
  outgoing: Outgoing,
  options: CallOptions = {},
): Promise<Blob> {
  const answer = await exchange(wire, routeName, outgoing, options, 'blob');
  if (!isSuccess(answer)) throw problemFromAnswer(answer.status, answer.data);
  return answer.data as Blob;
}

function isSuccess({ status }: AxiosResponse): boolean {
  return status >= 200 && status < 300;
}

function exchange(
  wire: Wire,
  routeName: RouteName,
  outgoing: Outgoing,
  options: CallOptions,
  responseType: 'json' | 'blob' = 'json',
): Promise<AxiosResponse<unknown>> {
  // One key for all attempts: the server then does once what had to be asked for twice.
  const always: Headers = {
    ...(routeRules[routeName].repeatable ? { 'Idempotency-Key': wire.newIdempotencyKey() } : {}),
    ...(outgoing.version === undefined ? {} : { 'If-Match': entityTag(outgoing.version) }),
  };
  const attempt = (credentials: Headers) =>
    attemptOnce(wire.http, routeName, outgoing, options, { ...always, ...credentials }, responseType);
  return inSession(wire.session, routeName, options.signal, attempt);
}

async function attemptOnce(
  http: AxiosInstance,
  routeName: RouteName,
  outgoing: Outgoing,
  options: CallOptions,
  headers: Headers,
  responseType: 'json' | 'blob',
): Promise<AxiosResponse<unknown>> {
  const route = routes[routeName];
  try {
    const answer = await http.request<unknown>({
      method: route.method,
      url: apiPrefix + fillPath(route.path, outgoing.path ?? {}),
      params: outgoing.query,
      data: outgoing.body,
      // Without a body axios would still name a content type in Node, which no route takes.
      headers: outgoing.body === undefined ? { ...headers, 'Content-Type': false } : { ...headers },
      validateStatus: () => true,
      // The other adapters know no Blob outside of a browser.
      ...(responseType === 'blob' ? { responseType, adapter: 'fetch' } : {}),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...uploadProgress(options.onUploadProgress),
      ...downloadProgress(options.onDownloadProgress),
    });
    return answer.data instanceof Blob && !isSuccess(answer)
      ? { ...answer, data: await readJson(answer.data) }
      : answer;
  } catch (error) {
    throw unanswered(error, http.defaults.baseURL ?? '');
  }
}

/** A refusal of a file is a problem document all the same. */
async function readJson(blob: Blob): Promise<unknown> {
  const text = await blob.text();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function uploadProgress(tell: CallOptions['onUploadProgress']) {
  if (tell === undefined) return {};
  return { onUploadProgress: ({ progress }: { progress?: number }) => progress !== undefined && tell(progress) };
}

function downloadProgress(tell: CallOptions['onDownloadProgress']) {
  return tell === undefined ? {} : { onDownloadProgress: ({ loaded }: { loaded: number }) => tell(loaded) };
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
