/** Why a request did not leave, or its answer was not taken. Messages hold no secret: addresses are masked before they come here. */
export type EgressReason =
  /** The address is not https or wss, names another port, or carries a user name. */
  | 'address-invalid'
  /** The host is not on the list of the caller. */
  | 'host-not-allowed'
  /** The name leads into a private or reserved network, or to this machine. */
  | 'destination-not-public'
  /** The name does not exist, or the resolver does not answer. */
  | 'name-not-resolved'
  /** The certificate does not belong to the host, or nobody we trust vouches for it. */
  | 'certificate-not-trusted'
  /** A redirect is never followed: it would choose the next destination for us. */
  | 'redirect-refused'
  /** Longer than the cap, packed or unpacked. */
  | 'answer-too-large'
  /** Packed in a way that was not asked for, or damaged. */
  | 'answer-unreadable'
  | 'timed-out'
  /** The caller gave up. */
  | 'aborted'
  /** Refused, reset or cut off. */
  | 'connection-failed';

export class EgressError extends Error {
  readonly reason: EgressReason;

  constructor(reason: EgressReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EgressError';
    this.reason = reason;
  }
}
