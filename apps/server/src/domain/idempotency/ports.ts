/** What repeated requests need from a database. All of it happens inside of the transaction of the change. */
export interface KeptAnswer {
  /** Keyed fingerprint of the request that it answered. */
  readonly requestHash: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Null for an answer without a body. */
  readonly bodySealed: string | null;
  readonly createdAt: Date;
}

export interface IdempotencyRepository {
  /** Until the transaction ends; false when another request holds it. */
  lock(userId: string, key: string): Promise<boolean>;
  /** Null when there is none, or only one from before. */
  find(userId: string, key: string, since: Date): Promise<KeptAnswer | null>;
  /** Takes the place of one from before. */
  keep(userId: string, key: string, answer: KeptAnswer): Promise<void>;
  /** Of all users, in the scope of the server. @returns how many were forgotten. */
  forgetBefore(moment: Date): Promise<number>;
}
