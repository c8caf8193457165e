// The public face of the client: the server's routes as typed functions.
export {
  ApiProblem,
  type ApiProblemCode,
  type ApiProblemData,
  type ClientProblemCode,
  clientProblem,
  clientProblemTitles,
} from './api-problem.ts';
export {
  type AssetReference,
  createHttpClient,
  type EfficientFrontierBody,
  type HttpClient,
  type HttpClientOptions,
  type PortfolioBody,
  type PortfolioFrontierBody,
  type PortfolioReference,
  type PortfolioVersion,
  type PriceFile,
  type PriceImportCommitBody,
  type PriceImportReference,
  type PriceRange,
  type RiskMetricsBody,
} from './http-client.ts';
export type { CallOptions } from './send.ts';
