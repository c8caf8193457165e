/**
 * The two cookies: the refresh token of a web session, and what a device is known by. Browsers keep cookies by host and not by
 * port, so the names carry the installation: two servers on one machine do not sign each other's users out.
 */
import cookie from '@fastify/cookie';
import type { ClientKind } from '@riskoptimizer/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ClientFacts } from '../../../domain/identity/ports.ts';
import { deviceName } from './device-name.ts';

interface CookieNames {
  readonly session: string;
  readonly device: string;
}

declare module 'fastify' {
  interface FastifyInstance {
    readonly cookieNames: CookieNames;
  }
}

/** Browsers keep no cookie for longer than 400 days. */
const deviceCookieSeconds = 365 * 86_400;

/** `__Host-` makes browsers insist on Secure, Path=/ and no Domain; they take it on loopback without TLS as well. */
const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'strict' } as const;

/** Reads cookies of every request. Call it once, before the routes. */
export async function useSessionCookies(app: FastifyInstance, installationId: string): Promise<void> {
  await app.register(cookie);
  const name = `__Host-riskoptimizer-${installationId.slice(-8)}`;
  app.decorate('cookieNames', { session: name, device: `${name}-device` });
}

/** What the request tells of its sender. */
export function clientFacts(request: FastifyRequest, client: ClientKind): ClientFacts {
  const { session, device } = request.server.cookieNames;
  return {
    client,
    device: deviceName(request.headers['user-agent']),
    address: request.ip,
    deviceToken: tokenOf(request.cookies[device]),
    replacedToken: client === 'web' ? tokenOf(request.cookies[session]) : null,
  };
}

export function refreshCookie(request: FastifyRequest): string | null {
  return request.cookies[request.server.cookieNames.session] ?? null;
}

export function setSessionCookie(
  reply: FastifyReply,
  session: { readonly refreshToken: string; readonly issuedAt: Date; readonly expiresAt: Date },
): void {
  const maxAge = Math.max(0, Math.floor((session.expiresAt.getTime() - session.issuedAt.getTime()) / 1000));
  reply.setCookie(reply.server.cookieNames.session, session.refreshToken, { ...attributes, maxAge });
}

export function setDeviceCookie(reply: FastifyReply, token: string): void {
  reply.setCookie(reply.server.cookieNames.device, token, { ...attributes, maxAge: deviceCookieSeconds });
}

export function clearSessionCookie(reply: FastifyReply): void {
  reply.setCookie(reply.server.cookieNames.session, '', { ...attributes, maxAge: 0 });
}

/** Cookies that are not of our making are as good as none. */
function tokenOf(value: string | undefined): string | null {
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : null;
}
