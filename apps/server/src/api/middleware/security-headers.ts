/** Headers that tell a browser what it must not do with an answer. */
import helmet from '@fastify/helmet';
import { apiPrefix } from '@riskoptimizer/contracts';
import type { FastifyInstance } from 'fastify';

/** Pages: everything from this server; styles also inline, because components set positions and colours that way. */
const pagePolicy = {
  'default-src': ["'self'"],
  'script-src': ["'self'"],
  'script-src-attr': ["'none'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'worker-src': ["'self'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/** Answers of the API are data: opened as a page they may do nothing. */
const dataPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

export async function addSecurityHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: pagePolicy },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    // This server speaks plain HTTP on a loopback address; a proxy in front of it that speaks HTTPS says so itself.
    hsts: false,
  });
  app.addHook('onSend', async (request, reply) => {
    reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=()');
    if (!request.url.startsWith(apiPrefix)) return;
    reply.header('content-security-policy', dataPolicy);
    reply.header('cache-control', 'no-store');
  });
}
