// The public face of the client: the server's routes as typed functions, and the session they are asked in.
export {
  ApiProblem,
  type ApiProblemCode,
  type ApiProblemData,
  type ClientProblemCode,
  clientProblem,
  clientProblemTitles,
} from './api-problem.ts';
export type {
  AssetReference,
  EfficientFrontierBody,
  PortfolioBody,
  PortfolioFrontierBody,
  PortfolioReference,
  PortfolioVersion,
  PriceFile,
  PriceImportCommitBody,
  PriceImportReference,
  PriceRange,
  RiskMetricsBody,
} from './calls/portfolio-calls.ts';
export { createHttpClient, type HttpClient, type HttpClientOptions } from './http-client.ts';
export { LiveClient, type LiveClientOptions } from './live-client.ts';
export type { CallOptions } from './send.ts';
export type { ClientSession, Credentials } from './session/client-session.ts';
export { Session } from './session/session.ts';
export type { RefreshTokenStorage, SessionChannel, SessionNews, SessionOptions } from './session/session-options.ts';
export type { SessionFacts, SessionState, SessionUser } from './session/session-state.ts';
export { type LiveStatus, LiveStream, type LiveStreamOptions } from './stream.ts';
