/** The OpenAPI 3.1 description, made of the schemas that requests and answers are checked with, and a page that shows it. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { apiPrefix, routes } from '@riskoptimizer/contracts';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { bearerScheme } from './describe-access.ts';

const tags = [
  { name: 'Assets', description: 'Assets and their prices.' },
  { name: 'Price imports', description: 'Own prices from a CSV file: preview first, then commit, all or nothing.' },
  { name: 'Portfolios', description: 'Portfolios by weight or by quantity.' },
  { name: 'Shares', description: 'With whom a portfolio is shared.' },
  { name: 'Risk', description: 'Risk and the efficient frontier, of a portfolio or of numbers in the body.' },
  { name: 'System', description: 'Health of the server, and this description.' },
];

const description =
  'Portfolio risk and the exact efficient frontier. Losses are positive numbers, weights and returns are fractions, money is a ' +
  'decimal string. Errors are problem+json (RFC 9457) with a `code` from a closed list.';

/** Call it before any route is added: it collects them as they come. */
export async function describeWithOpenApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'RiskOptimizer', description, version, license: { name: 'MIT', identifier: 'MIT' } },
      tags,
      components: {
        securitySchemes: {
          [bearerScheme]: {
            type: 'http',
            scheme: 'bearer',
            description: 'An access token of a session, or an API key with the scopes that are listed',
          },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => withUploads(jsonSchemaTransformObject(document)),
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    theme: { title: 'RiskOptimizer API' },
    uiConfig: {
      url: apiPrefix + routes.openapi.path,
      validatorUrl: null,
      layout: 'BaseLayout',
      deepLinking: true,
      docExpansion: 'list',
      tryItOutEnabled: true,
    },
  });
}

type Document = ReturnType<typeof jsonSchemaTransformObject>;

/** What an upload holds, by its route: it is a stream that no schema checks, so its body is described here. */
const uploads = {
  createPriceImport: { type: 'text/csv', description: 'Wide CSV: a column `date`, then one for each asset.' },
  createTransactionImport: {
    type: 'text/csv',
    description: 'CSV, XLSX, OFX, a Flex query of Interactive Brokers, or our own JSON.',
  },
  previewEverything: { type: 'application/octet-stream', description: 'The document or the archive of an export.' },
  importEverything: { type: 'application/octet-stream', description: 'The file that was previewed.' },
} as const;

function withUploads(document: Document): Document {
  for (const [name, { type, description }] of Object.entries(uploads)) {
    const address = apiPrefix + routes[name as keyof typeof uploads].path.replaceAll(/:(\w+)/g, '{$1}');
    const path = document.paths?.[address] as { post?: Record<string, unknown> } | undefined;
    if (path?.post === undefined) continue;
    const file = { type: 'string', format: 'binary', description };
    path.post['requestBody'] = {
      required: true,
      content: {
        'multipart/form-data': { schema: { type: 'object', properties: { file }, required: ['file'] } },
        [type]: { schema: { type: 'string' } },
      },
    };
  }
  return document;
}
