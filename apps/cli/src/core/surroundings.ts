/** What a command touches outside of itself. */
export interface Surroundings {
  /** Folder of the checkout, where the server's bundle and the launcher's modules are. */
  readonly repositoryRoot: string;
  readonly version: string;
  out(text: string): void;
  error(text: string): void;
}
