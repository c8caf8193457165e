/**
 * Settings that hold secrets. Each may be given as a value or, with `_FILE` after its name, as the path of a file that holds
 * it, as Docker and Kubernetes mount them; otherwise the data folder keeps it.
 */
export const secretSettingNames = [
  'RISKOPTIMIZER_PASSWORD_PEPPERS',
  'RISKOPTIMIZER_PASSWORD_PEPPERS_FILE',
  'RISKOPTIMIZER_FIELD_KEYS',
  'RISKOPTIMIZER_FIELD_KEYS_FILE',
  'RISKOPTIMIZER_BLIND_INDEX_KEY',
  'RISKOPTIMIZER_BLIND_INDEX_KEY_FILE',
  'RISKOPTIMIZER_REQUEST_PROOF_KEY',
  'RISKOPTIMIZER_REQUEST_PROOF_KEY_FILE',
  'RISKOPTIMIZER_AUDIT_SIGNING_KEY',
  'RISKOPTIMIZER_AUDIT_SIGNING_KEY_FILE',
] as const;
export type SecretSettingName = (typeof secretSettingNames)[number];

/** What the environment says of them; undefined where it says nothing. */
export type SecretSettings = Readonly<Partial<Record<SecretSettingName, string | undefined>>>;
