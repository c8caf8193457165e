/** What was done, in plain words. The trail itself keeps the codes, so that words can be changed here. */

const sentences: Readonly<Record<string, string>> = {
  'access.refused': 'Was refused something the role or the share does not allow',
  'account.confirmed': 'Confirmed the e-mail address of a new account',
  'account.created': 'Made the first account, the administrator',
  'account.registered': 'Registered an account',
  'account.updated': 'Changed the profile',
  'api-key.created': 'Made an API key',
  'api-key.revoked': 'Revoked an API key',
  'asset.created': 'Added an asset',
  'asset.deleted': 'Deleted an asset',
  'asset.extended': 'Added prices to an asset',
  'audit.broken': 'The audit trail was found broken',
  'audit.exported': 'Exported the audit trail',
  'demo.loaded': 'Loaded the demo portfolio',
  'email.change-requested': 'Asked for another e-mail address',
  'email.changed': 'Changed the e-mail address',
  'encryption.key-rotated': 'Began a new encryption key',
  'factor.added': 'Added a second factor',
  'factor.confirmation-refused': 'Tried to add a second factor with a wrong proof',
  'factor.removed': 'Removed a second factor',
  'invitation.accepted': 'Accepted an invitation',
  'invitation.created': 'Invited somebody',
  'invitation.revoked': 'Took an invitation back',
  'password.change-refused': 'Tried to change the password with a wrong one',
  'password.changed': 'Changed the password',
  'password.reset-requested': 'Asked for a link to reset the password',
  'portfolio.created': 'Made a portfolio',
  'portfolio.deleted': 'Deleted a portfolio',
  'portfolio.share-revoked': 'Took a share of a portfolio back',
  'portfolio.shared': 'Shared a portfolio',
  'portfolio.updated': 'Changed a portfolio',
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
