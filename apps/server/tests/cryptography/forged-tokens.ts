/**
 * Access tokens that must be refused, each for a reason of its own: RFC 8725, the advisories of JWT libraries, and the life
 * of a token. Most are signed with the right key, so that nothing but the named fault can be what refuses them.
 */
import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface ForgedToken {
  readonly name: string;
  readonly token: string;
  /** Whether an HTTP header can carry it; the others are for the verifier itself. */
  readonly sendable: boolean;
}

export interface ForgingMaterial {
  /** A token that is accepted at this moment. */
  readonly goodToken: string;
  /** Another one, of another session. */
  readonly otherToken: string;
  /** The key that signed both. */
  readonly privateKey: KeyObject;
  readonly now: Date;
}

type Json = Record<string, unknown>;

export function forgedTokens(material: ForgingMaterial): ForgedToken[] {
  const kit = createKit(material);
  const named = {
    ...otherAlgorithms(kit),
    ...strangeHeaders(kit),
    ...wrongClaims(kit),
    ...wrongTimes(kit),
    ...damagedTexts(kit, material),
  };
  return Object.entries(named).map(([name, token]) => ({ name, token, sendable: /^[\x21-\x7e]*$/.test(token) }));
}

/**
 * What the forger makes when it changes nothing. Ed25519 is deterministic, so this is the good token again: proof that the
 * forged ones fail for their fault and not for the forger's.
 */
export function unforgedToken(material: ForgingMaterial): string {
  return createKit(material).withClaims({});
}

const base64url = (text: string | Buffer): string => Buffer.from(text).toString('base64url');

interface Kit {
  readonly header: Json;
  readonly claims: Json;
  readonly seconds: number;
  readonly publicKey: KeyObject;
  /** Signs the two texts as they are. */
  readonly signTexts: (header: string, payload: string, key?: KeyObject) => string;
  /** Changes members (undefined removes one) and signs with the right key. */
  readonly withHeader: (change: Json) => string;
  readonly withClaims: (change: Json) => string;
}

function createKit({ goodToken, privateKey, now }: ForgingMaterial): Kit {
  const [headerPart = '', payloadPart = ''] = goodToken.split('.');
  const header = JSON.parse(Buffer.from(headerPart, 'base64url').toString()) as Json;
  const claims = JSON.parse(Buffer.from(payloadPart, 'base64url').toString()) as Json;
  const signTexts = (headerText: string, payloadText: string, key = privateKey) => {
    const signed = `${base64url(headerText)}.${base64url(payloadText)}`;
    return `${signed}.${base64url(sign(null, Buffer.from(signed), key))}`;
  };
  return {
    header,
    claims,
    seconds: Math.floor(now.getTime() / 1000),
    publicKey: createPublicKey(privateKey),
    signTexts,
    withHeader: (change) => signTexts(JSON.stringify({ ...header, ...change }), JSON.stringify(claims)),
    withClaims: (change) => signTexts(JSON.stringify(header), JSON.stringify({ ...claims, ...change })),
  };
}

function otherAlgorithms({ header, claims, publicKey, withHeader }: Kit): Record<string, string> {
  const unsigned = (alg: unknown) =>
    `${base64url(JSON.stringify({ ...header, alg }))}.${base64url(JSON.stringify(claims))}`;
  const byHmac = (alg: string, digest: string, key: string | Buffer) => {
    const text = unsigned(alg);
    return `${text}.${createHmac(digest, key).update(text).digest('base64url')}`;
  };
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const bySign = (alg: string, key: KeyObject) => {
    const text = unsigned(alg);
    return `${text}.${base64url(sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }))}`;
  };
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return {
    ...Object.fromEntries(
      ['none', 'None', 'NONE', 'nOnE', 'none ', '', null, 0, false, [], ['EdDSA']].map((alg) => [
        `alg ${JSON.stringify(alg)} without a signature`,
        `${unsigned(alg)}.`,
      ]),
    ),
    'alg none with a signature': withHeader({ alg: 'none' }),
    'alg missing': withHeader({ alg: undefined }),
    'HS256 with the raw public key': byHmac('HS256', 'sha256', spki.subarray(-32)),
    'HS256 with the public key in DER': byHmac('HS256', 'sha256', spki),
    'HS256 with the public key in PEM': byHmac('HS256', 'sha256', pem),
    'HS256 with the public key in PEM after white space': byHmac('HS256', 'sha256', `\n ${pem}`),
    'HS256 with the public key in PEM without its last line end': byHmac('HS256', 'sha256', pem.trimEnd()),
    'HS512 with the public key in PEM': byHmac('HS512', 'sha512', pem),
    'HS256 with an empty key': byHmac('HS256', 'sha256', ''),
    'RS256 by another key': bySign('RS256', rsa),
    'ES256 by another key': bySign('ES256', curve),
    'RS256 in the header over the right signature': withHeader({ alg: 'RS256' }),
    'ES256 in the header over the right signature': withHeader({ alg: 'ES256' }),
    'the algorithm in lower case': withHeader({ alg: 'eddsa' }),
    'the algorithm by its newer name': withHeader({ alg: 'Ed25519' }),
  };
}

function strangeHeaders({ header, claims, signTexts, withHeader }: Kit): Record<string, string> {
  const stranger = generateKeyPairSync('ed25519');
  const jwk = stranger.publicKey.export({ format: 'jwk' });
  const byStranger = (change: Json) =>
    signTexts(JSON.stringify({ ...header, ...change }), JSON.stringify(claims), stranger.privateKey);
  const kids = {
    'that is a path': '../../../../dev/null',
    'that is a file address': 'file:///dev/null',
    'with SQL': "x' UNION SELECT 'key' --",
    'with a NUL': `${String(header.kid)}\0`,
    'that is empty': '',
    'that is unknown': randomBytes(16).toString('base64url'),
    'that is a list': [header.kid],
    'that is an object': { $ne: '' },
    'that is a number': 1,
    'of the prototype': '__proto__',
    'of a method': 'constructor',
  };
  const payloadText = JSON.stringify(claims);
  const headerText = JSON.stringify(header);
  return {
    ...Object.fromEntries(Object.entries(kids).map(([name, kid]) => [`a kid ${name}`, withHeader({ kid })])),
    'kid missing': withHeader({ kid: undefined }),
    'signed by a stranger': byStranger({}),
    'a key of a stranger in jwk': byStranger({ jwk }),
    'a key of a stranger in jku': byStranger({ jku: 'http://127.0.0.1:9/keys.json' }),
    'a key of a stranger in x5u': byStranger({ x5u: 'http://127.0.0.1:9/certificate.pem' }),
    'a key of a stranger in x5c': byStranger({ x5c: [base64url(JSON.stringify(jwk))] }),
    'jku over the right signature': withHeader({ jku: 'https://example.com/keys.json' }),
    'typ missing': withHeader({ typ: undefined }),
    'typ JWT': withHeader({ typ: 'JWT' }),
    'typ of a refresh token': withHeader({ typ: 'rt+jwt' }),
    'typ in capital letters': withHeader({ typ: 'AT+JWT' }),
    'crit with an unknown extension': withHeader({ crit: ['exp2'], exp2: 1 }),
    'crit that is empty': withHeader({ crit: [] }),
    'b64 false': withHeader({ crit: ['b64'], b64: false }),
    'zip in the header': withHeader({ zip: 'DEF' }),
    'cty in the header': withHeader({ cty: 'JWT' }),
    'a huge header': withHeader({ filling: 'x'.repeat(5000) }),
    'a key twice in the header': signTexts(`{"alg":"none",${headerText.slice(1)}`, payloadText),
    'a key twice in the header, once escaped': signTexts(`{"\\u0061lg":"none",${headerText.slice(1)}`, payloadText),
    'a list as header': signTexts(`[${headerText}]`, payloadText),
    'null as header': signTexts('null', payloadText),
    'a header that is not JSON': signTexts('alg: EdDSA', payloadText),
  };
}

function wrongClaims({ header, claims, signTexts, withClaims }: Kit): Record<string, string> {
  const headerText = JSON.stringify(header);
  const payloadText = JSON.stringify(claims);
  const withPayload = (text: string) => signTexts(headerText, text);
  return {
    'aud of another': withClaims({ aud: 'https://example.com' }),
    'aud as a list': withClaims({ aud: [claims.aud] }),
    'aud as a list with another': withClaims({ aud: [claims.aud, 'other'] }),
    'aud missing': withClaims({ aud: undefined }),
    'aud empty': withClaims({ aud: '' }),
    'iss of another': withClaims({ iss: 'https://example.com' }),
    'iss as a list': withClaims({ iss: [claims.iss] }),
    'iss missing': withClaims({ iss: undefined }),
    'iss with a slash more': withClaims({ iss: `${String(claims.iss)}/` }),
    'sub missing': withClaims({ sub: undefined }),
    'sub as a list': withClaims({ sub: [claims.sub] }),
    'sub that is no id': withClaims({ sub: 'admin' }),
    'sid missing': withClaims({ sid: undefined }),
    'jti missing': withClaims({ jti: undefined }),
    'jti that is no id': withClaims({ jti: "' OR 1=1 --" }),
    'a role that somebody added': withClaims({ role: 'admin' }),
    'a list as payload': withPayload(`[${payloadText}]`),
    'null as payload': withPayload('null'),
    'a text as payload': withPayload(JSON.stringify(payloadText)),
    'an empty object as payload': withPayload('{}'),
    'a payload that is not JSON': withPayload('sub=1'),
    'a key twice in the payload': withPayload(`{"sub":"${String(claims.sid)}",${payloadText.slice(1)}`),
    'a key twice in the payload, once escaped': withPayload(`{"\\u0073ub":"x",${payloadText.slice(1)}`),
    '__proto__ in the payload': withPayload(`{"__proto__":{"role":"admin"},${payloadText.slice(1)}`),
  };
}

function wrongTimes({ header, claims, seconds, signTexts, withClaims }: Kit): Record<string, string> {
  const life = Number(claims.exp) - Number(claims.iat);
  const shifted = (by: number) => withClaims({ iat: seconds + by, nbf: seconds + by, exp: seconds + by + life });
  const expWritten = (written: string) =>
    signTexts(JSON.stringify(header), JSON.stringify({ ...claims, exp: 0 }).replace('"exp":0', `"exp":${written}`));
  return {
    'exp missing': withClaims({ exp: undefined }),
    'exp null': withClaims({ exp: null }),
    'exp as text': withClaims({ exp: String(claims.exp) }),
    'exp 1e999': expWritten('1e999'),
    'exp -1': expWritten('-1'),
    'exp with a fraction': expWritten(`${seconds + 300}.5`),
    'a life of ten years': withClaims({ exp: seconds + 315_360_000 }),
    'over since half a minute': shifted(-life - 30),
    'over since a year': shifted(-31_536_000),
    'from a minute ahead': shifted(60),
    'nbf a minute ahead': withClaims({ nbf: seconds + 60 }),
    'nbf missing': withClaims({ nbf: undefined }),
    'iat a minute ahead': withClaims({ iat: seconds + 60 }),
    'iat missing': withClaims({ iat: undefined }),
    'iat as text': withClaims({ iat: String(claims.iat) }),
  };
}

function damagedTexts({ claims }: Kit, { goodToken, otherToken }: ForgingMaterial): Record<string, string> {
  const [header = '', payload = '', signature = ''] = goodToken.split('.');
  const [, otherPayload = '', otherSignature = ''] = otherToken.split('.');
  const signatureBytes = Buffer.from(signature, 'base64url');
  const flipped = Buffer.from(signatureBytes);
  flipped[10]! ^= 1;
  return {
    empty: '',
    'a dot': '.',
    'two dots': '..',
    'three dots': '...',
    'only the payload': payload,
    'without the signature': `${header}.${payload}`,
    'with an empty signature': `${header}.${payload}.`,
    'with an empty payload': `${header}..${signature}`,
    'with an empty header': `.${payload}.${signature}`,
    'cut by one character': goodToken.slice(0, -1),
    'a signature of 63 bytes': `${header}.${payload}.${base64url(signatureBytes.subarray(0, 63))}`,
    'a signature of 65 bytes': `${header}.${payload}.${base64url(Buffer.concat([signatureBytes, Buffer.alloc(1)]))}`,
    'a signature of zeros': `${header}.${payload}.${base64url(Buffer.alloc(64))}`,
    'one bit of the signature changed': `${header}.${payload}.${base64url(flipped)}`,
    'the signature written with other last bits': `${header}.${payload}.${withOtherLastBits(signature)}`,
    'the signature with the order of the group added': `${header}.${payload}.${base64url(addGroupOrder(signatureBytes))}`,
    'the signature of another token': `${header}.${payload}.${otherSignature}`,
    'the payload of another token': `${header}.${otherPayload}.${signature}`,
    'another session in the payload': `${header}.${base64url(JSON.stringify({ ...claims, sid: claims.sub }))}.${signature}`,
    'padded base64': `${header}.${payload}.${signature}==`,
    'the other base64 alphabet': `${header}.${payload}.${signature.slice(0, -4)}+/+/`,
    'a fourth part': `${goodToken}.${signature}`,
    'a dot at the end': `${goodToken}.`,
    'five parts, as if encrypted': `${header}.${payload}.${signature}.${payload}.${signature}`,
    'a space before': ` ${goodToken}`,
    'a space within': `${header}. ${payload}.${signature}`,
    'a line end after': `${goodToken}\n`,
    'a NUL after': `${goodToken}\0`,
    'letters past ASCII': `${header}.${payload}.${'é'.repeat(86)}`,
    'a refresh token': randomBytes(32).toString('base64url'),
    'too long': `${header}.${base64url('x'.repeat(5000))}.${signature}`,
    'JSON in place of a token': JSON.stringify(claims),
  };
}

/** 64 bytes end in two unused bits; a lenient reader ignores them. */
function withOtherLastBits(signature: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return signature.slice(0, -1) + alphabet[alphabet.indexOf(signature.at(-1)!) + 1];
}

/** Ed25519 without the check S < L (RFC 8032, 5.1.7) accepts S + L as well: a second signature that nobody made. */
function addGroupOrder(signature: Buffer): Buffer {
  const order = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;
  const read = (bytes: Buffer) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  const sum = (read(signature.subarray(32)) + order).toString(16).padStart(64, '0');
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(sum, 'hex').reverse()]);
}
