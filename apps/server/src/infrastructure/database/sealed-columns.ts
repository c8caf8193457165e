/** Every column of the schema that holds sealed texts. A test compares this list with the schema: all are named `…_sealed`. */
import type { SealedColumn } from '../../domain/administration/sealed-fields.ts';

export const sealedColumns: readonly SealedColumn[] = [
  { table: 'accounts', column: 'email_sealed', row: 'user_id' },
  { table: 'accounts', column: 'wallet_address_sealed', row: 'user_id' },
  { table: 'accounts', column: 'totp_secret_sealed', row: 'user_id' },
  { table: 'alert_webhooks', column: 'address_sealed', row: 'rule_id' },
  { table: 'alert_webhooks', column: 'secret_sealed', row: 'rule_id' },
  { table: 'invitations', column: 'email_sealed', row: 'id' },
  { table: 'one_time_tokens', column: 'payload_sealed', row: 'token_hash' },
  { table: 'portfolio_shares', column: 'email_sealed', row: 'id' },
  { table: 'provider_settings', column: 'key_sealed', row: 'id' },
  { table: 'signing_keys', column: 'private_key_sealed', row: 'id' },
];
