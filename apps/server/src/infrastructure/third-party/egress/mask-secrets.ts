/** Keys stay out of logs and errors: providers want them in addresses, and addresses end up in messages. */
const mask = '***';
const secretParameters = new Set([
  'token',
  'apikey',
  'api_key',
  'api_token',
  'key',
  'crumb',
  'access_token',
  'secret',
  'password',
]);

/** An address without the values of parameters that hold keys, without user and password, and cut to a length that can be read. */
export function maskAddress(address: string): string {
  if (!URL.canParse(address)) return mask;
  const url = new URL(address);
  if (url.username !== '') url.username = mask;
  if (url.password !== '') url.password = mask;
  for (const name of new Set(url.searchParams.keys())) {
    if (secretParameters.has(name.toLowerCase())) url.searchParams.set(name, mask);
  }
  return url.href.slice(0, 300);
}

/** Text in which known secrets are masked, as they are and as they stand in an address. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  let masked = text;
  for (const secret of secrets) {
    if (secret === '') continue;
    masked = masked.replaceAll(secret, mask).replaceAll(encodeURIComponent(secret), mask);
  }
  return masked;
}
