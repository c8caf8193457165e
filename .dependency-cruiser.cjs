/**
 * The walls of the house (docs/architecture.md): arrows go from what runs to what is pure.
 * infra/checks/walls.test.ts tries each forbidden import and expects it to be refused here.
 */
const ours = '^(packages|apps)/';

/**
 * @param {string} name
 * @param {string} comment
 * @param {string} from Folder the rule is about.
 * @param {string[]} may Folders of ours it may import from, besides itself.
 * @param {string} [except] What within the folder is left out.
 */
function mayImportOnly(name, comment, from, may, except) {
  const allowed = [from, ...may].map((place) => `^${place}/`).join('|');
  const places = { path: `^${from}/`, ...(except !== undefined && { pathNot: except }) };
  return { name, comment, severity: 'error', from: places, to: { path: ours, pathNot: allowed } };
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    mayImportOnly('engine-is-pure', 'The engine imports nothing of ours.', 'packages/engine', []),
    {
      name: 'engine-has-no-dependency',
      comment: 'The engine is numbers in, numbers out: no package, nothing of Node.',
      severity: 'error',
      from: { path: '^packages/engine/src/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^packages/engine/src/' },
    },
    mayImportOnly('price-csv-reads-for-the-engine', 'price-csv imports the engine only.', 'packages/price-csv', [
      'packages/engine',
    ]),
    mayImportOnly('audit-trail-stands-alone', 'The audit trail imports nothing of ours.', 'packages/audit-trail', []),
    {
      name: 'audit-trail-has-one-dependency',
      comment: 'Who checks a trail reads little: node:crypto, canonical JSON, and the package itself.',
      severity: 'error',
      from: { path: '^packages/audit-trail/src/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^packages/audit-trail/src/|^(node:)?crypto$|node_modules/canonicalize/' },
    },
    mayImportOnly('contracts-stand-alone', 'Contracts import zod and nothing of ours.', 'packages/contracts', []),
    mayImportOnly(
      'transaction-files-speak-contracts',
      'Files of transactions are read into what contracts describe, and import nothing else of ours.',
      'packages/transaction-files',
      ['packages/contracts'],
    ),
    mayImportOnly('client-speaks-contracts', 'The client imports contracts only.', 'packages/client', [
      'packages/contracts',
    ]),
    mayImportOnly('charts-speak-contracts', 'Charts import contracts only.', 'packages/charts', ['packages/contracts']),
    mayImportOnly(
      'cli-walls',
      'The CLI imports the engine, the client and what they speak, and checks trails.',
      'apps/cli',
      ['packages/(engine|client|contracts|price-csv|audit-trail)'],
    ),
    mayImportOnly(
      'server-walls',
      'The server imports contracts, engine, charts, price-csv, transaction-files and audit-trail.',
      'apps/server',
      ['packages/(engine|contracts|charts|price-csv|transaction-files|audit-trail)'],
      // Its tests may speak to it through the client.
      '^apps/server/tests/',
    ),
    mayImportOnly('web-walls', 'The web app imports charts, client, contracts, price-csv and the engine.', 'apps/web', [
      'packages/(engine|contracts|charts|client|price-csv)',
    ]),
    {
      name: 'web-engine-from-one-worker',
      comment: 'No screen has a formula of its own: the web app reaches the engine from its worker file only.',
      severity: 'error',
      from: { path: '^apps/web/src/', pathNot: '^apps/web/src/platform/engine-worker[^/]*\\.ts$|\\.test\\.tsx?$' },
      to: { path: '^packages/engine/' },
    },
    {
      name: 'packages-have-doors',
      comment: 'Another package is imported by its name, and by the doors that its package.json opens.',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/src/' },
      to: {
        path: '^packages/[^/]+/',
        pathNot:
          '^packages/([^/]+)/src/(index|react/index|echarts-modules)\\.ts$|^packages/charts/src/tooltip\\.css$|^(packages|apps)/$2/',
      },
    },
    {
      name: 'server-api-alone-knows-fastify',
      comment: 'Only the api folder knows HTTP.',
      severity: 'error',
      from: { path: '^apps/server/src/', pathNot: '^apps/server/src/api/' },
      to: { path: 'node_modules/(@fastify/|fastify)' },
    },
    {
      name: 'server-domain-asks-through-ports',
      comment: 'The domain does not know its infrastructure; ports.ts turns that arrow round.',
      severity: 'error',
      from: { path: '^apps/server/src/domain/' },
      to: { path: '^apps/server/src/(infrastructure|api|jobs)/|^apps/server/src/(compose|main-)' },
    },
    {
      name: 'server-api-calls-domain',
      comment: 'Routes speak to the domain, never to the database, the queue or a provider.',
      severity: 'error',
      from: { path: '^apps/server/src/(api|jobs)/' },
      to: { path: '^apps/server/src/infrastructure/' },
    },
    {
      name: 'server-core-is-the-ground',
      comment: 'core imports nothing of the rest of the server.',
      severity: 'error',
      from: { path: '^apps/server/src/core/' },
      to: { path: '^apps/server/src/', pathNot: '^apps/server/src/core/' },
    },
    {
      name: 'server-infrastructure-answers-ports',
      comment: 'Infrastructure may read the ports and nouns of the domain, but not the routes.',
      severity: 'error',
      from: { path: '^apps/server/src/infrastructure/' },
      to: { path: '^apps/server/src/api/|^apps/server/src/(compose|main-)' },
    },
    { name: 'no-circular', comment: 'A circle has no bottom.', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'imports-are-declared',
      comment: 'Every import is declared in the package.json of its workspace.',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: '\\.test\\.tsx?$|/tests/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.build)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    // TypeScript 7 has no compiler API for this tool to parse with.
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
