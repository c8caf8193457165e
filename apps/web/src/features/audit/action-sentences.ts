/** What was done, in plain words. The trail itself keeps the codes, so that words can be changed here. */

const sentences: Readonly<Record<string, string>> = {
  'access.refused': 'Was refused something the role or the share does not allow',
  'account-data.exported': 'Exported everything of the account',
  'account-data.imported': 'Imported everything of an account',
  'account.confirmed': 'Confirmed the e-mail address of a new account',
  'account.created': 'Made the first account, the administrator',
  'account.registered': 'Registered an account',
  'account.updated': 'Changed the profile',
  'alert-rule.changed': 'Changed an alert rule',
  'alert-rule.created': 'Made an alert rule',
  'alert-rule.deleted': 'Deleted an alert rule',
  'alert-rule.webhook-removed': 'Took the webhook of an alert rule away',
  'alert-rule.webhook-set': 'Gave an alert rule a webhook',
  'alert.acknowledged': 'Took note of an alert',
  'api-key.created': 'Made an API key',
  'api-key.revoked': 'Revoked an API key',
  'asset.created': 'Added an asset',
  'asset.deleted': 'Deleted an asset',
  'asset.extended': 'Added prices to an asset',
  'asset.feed-changed': 'Changed where the prices of an asset come from',
  'asset.updated': 'Changed what is known of an asset',
  'audit.broken': 'The audit trail was found broken',
  'audit.exported': 'Exported the audit trail',
  'demo.loaded': 'Loaded the demo portfolio',
  'email.change-requested': 'Asked for another e-mail address',
  'email.changed': 'Changed the e-mail address',
  'encryption.key-rotated': 'Began a new encryption key',
  'factor.added': 'Added a second factor',
  'factor.confirmation-refused': 'Tried to add a second factor with a wrong proof',
  'factor.removed': 'Removed a second factor',
  'import-mapping.deleted': 'Deleted the saved columns of an import',
  'import-mapping.saved': 'Saved the columns of an import',
  'invitation.accepted': 'Accepted an invitation',
  'invitation.created': 'Invited somebody',
  'invitation.revoked': 'Took an invitation back',
  'job.cancelled': 'Stopped a job',
  'job.created': 'Began a job',
  'job.retried': 'Began a failed job again',
  'password.change-refused': 'Tried to change the password with a wrong one',
  'password.changed': 'Changed the password',
  'password.reset-requested': 'Asked for a link to reset the password',
  'portfolio.archived': 'Put a portfolio into the archive',
  'portfolio.created': 'Made a portfolio',
  'portfolio.deleted': 'Deleted a portfolio',
  'portfolio.purged': 'A deleted portfolio was taken away for good',
  'portfolio.restored': 'Brought a portfolio back',
  'portfolio.reverted': 'Took a portfolio back to an old version',
  'portfolio.share-revoked': 'Took a share of a portfolio back',
  'portfolio.shared': 'Shared a portfolio',
  'portfolio.targets-changed': 'Changed the targets of a portfolio',
  'portfolio.updated': 'Changed a portfolio',
  'price-override.removed': 'Took back a decision about a price',
  'price-override.set': 'Decided about a price',
  'provider-setting.changed': 'Decided about a provider of market data',
  'provider-setting.removed': 'Took back a decision about a provider of market data',
  'price-import.discarded': 'Dropped a price import',
  'prices.imported': 'Imported prices',
  'recovery-code.used': 'Used a recovery code',
  'recovery-codes.created': 'Made new recovery codes',
  'session.confirmation-refused': 'Failed to confirm who it is',
  'session.confirmed': 'Confirmed who it is',
  'session.ended': 'Ended a session',
  'session.second-factor-refused': 'Sign-in refused at the second factor',
  'session.sign-in-refused': 'Sign-in refused',
  'session.signed-in': 'Signed in',
  'session.token-replayed': 'A copied sign-in token was used, and its session was ended',
  'settings.changed': 'Changed the settings',
  'signing-key.created': 'Made a key to sign tokens with',
  'signing-key.deleted': 'Deleted an old key to sign tokens with',
  'transaction.created': 'Recorded a transaction',
  'transaction.deleted': 'Deleted a transaction',
  'transaction.updated': 'Changed a transaction',
  'transaction-import.discarded': 'Dropped an import of transactions',
  'transactions.imported': 'Imported transactions',
  'user.factors-reset': 'Reset the second factors of a user',
  'user.unlocked': 'Unlocked a user',
  'user.updated': 'Changed the role or status of a user',
};

export const knownActions: readonly string[] = Object.keys(sentences);

/** The sentence of an action; one that is not known yet is at least readable: `report.made` is `Report: made`. */
export function actionSentence(action: string): string {
  const known = sentences[action];
  if (known !== undefined) return known;
  const [noun = '', ...rest] = action.split('.');
  const name = words(noun);
  const verb = words(rest.join(' '));
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  return verb === '' ? capital : `${capital}: ${verb}`;
}

/** A code as words: `password-wrong` is `password wrong`. */
export function words(code: string): string {
  return code.replaceAll(/[-_]/g, ' ').trim();
}

/** What an entry says of a refusal depends on why, and of many refusals at once on how many they were. */
export interface Told {
  readonly action: string;
  readonly reason?: string | null;
  /** As the entry keeps it; not there in a list. */
  readonly after?: unknown;
}

const refusals: Readonly<Record<string, string>> = {
  'sign-in-required': 'A sign-in token or API key that is not good any more was refused',
  'second-factor-required': 'Was refused before the second factor was set up',
  'step-up-required': 'Was refused until the person confirms who it is',
  'csrf-refused': 'A request that did not come from our own pages was refused',
};

export function entrySentence({ action, reason = null, after }: Told): string {
  if (action !== 'access.refused' || reason === null) return actionSentence(action);
  if (reason !== 'too-many-to-list') return refusals[reason] ?? actionSentence(action);
  const { count } = (after ?? {}) as { readonly count?: unknown };
  return typeof count === 'number'
    ? `${new Intl.NumberFormat('en').format(count)} more requests of one address were refused`
    : 'Many more requests of one address were refused; the entry has the count';
}
