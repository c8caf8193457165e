/** What the checks of access need from a database: whose an object is, and what an active share makes of it. */
export type AccessLevel = 'owner' | 'edit' | 'read';

export interface FoundAccess {
  readonly ownerId: string;
  readonly level: AccessLevel;
}

/** Null for what is not there and, after the same one statement, for what is somebody else's. */
export interface AccessRepository {
  /** `any`: its owner also finds what is deleted. */
  portfolio(userId: string, portfolioId: string, now: Date, which?: 'living' | 'any'): Promise<FoundAccess | null>;
  /** Of a shared portfolio come its holdings and its benchmark, to read. */
  asset(userId: string, assetId: string, now: Date): Promise<FoundAccess | null>;
  priceImport(userId: string, importId: string, now: Date): Promise<FoundAccess | null>;
  transactionImport(userId: string, importId: string, now: Date): Promise<FoundAccess | null>;
  job(userId: string, jobId: string): Promise<FoundAccess | null>;
  alert(userId: string, alertId: string): Promise<FoundAccess | null>;
}
