/** Devices that an account has signed in from: nobody else can have their attempts delayed. */
export interface KnownDevices {
  /** A name for the counters of that user on that device; null when the device is not known for the user. */
  keyOf(userId: string, deviceToken: string | null): Promise<string | null>;
  /** Keys of all devices of the user. */
  keysOf(userId: string): Promise<readonly string[]>;
  /** @returns a token for the device, unless it has a good one. */
  remember(userId: string, deviceToken: string | null, now: Date): Promise<string | null>;
}
