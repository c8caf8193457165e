/** The web app: its files, and its one page for every address that is a page of it. */
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { unknownRoute } from './middleware/problems.ts';

/** Vite names these files by their content, so that they never change. */
const hashedFolder = '/assets/';
const immutable = 'public, max-age=31536000, immutable';
const alwaysAsk = 'no-cache';

/** @param webFolder the built web app, or null when it was not built. */
export async function servePages(app: FastifyInstance, webFolder: string | null): Promise<void> {
  if (webFolder !== null) {
    await app.register(fastifyStatic, {
      root: webFolder,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const isHashed = path.slice(webFolder.length).replaceAll('\\', '/').startsWith(hashedFolder);
        reply.header('cache-control', isHashed ? immutable : alwaysAsk);
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    if (!isPage(request)) return unknownRoute(request, reply);
    return webFolder === null ? sendNotBuilt(reply) : reply.sendFile('index.html');
  });
}

/** A person's browser asks for a page: by GET, wanting HTML, at an address without the ending of a file. */
function isPage({ method, url, headers }: FastifyRequest): boolean {
  const path = url.split('?')[0]!;
  if (method !== 'GET' && method !== 'HEAD') return false;
  if (/^\/(api|docs)(\/|$)/.test(path)) return false;
  const accepts = headers.accept ?? '*/*';
  return !/\.[a-z0-9]+$/i.test(path) && (accepts.includes('text/html') || accepts.includes('*/*'));
}

function sendNotBuilt(reply: FastifyReply): FastifyReply {
  return reply
    .code(503)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>RiskOptimizer</title>
    <style>:root { color-scheme: light dark } body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem }</style>
  </head>
  <body>
    <h1>The pages are not built</h1>
    <p>The server runs, but its web app was not built. In the folder of RiskOptimizer, run <code>npm run build</code> and start again.</p>
    <p>The API is ready and described at <a href="/docs">/docs</a>.</p>
  </body>
</html>
`);
}
