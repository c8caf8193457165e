/**
 * A security key in software: real WebAuthn answers (level 3) by ES256, so that the server's checks meet what a browser sends.
 * Each part of an answer can be made wrong.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface RegistrationOptions {
  readonly challenge: string;
  readonly rp: { readonly id?: string };
  readonly user: { readonly id: string };
}

export interface SignInOptions {
  readonly challenge: string;
  readonly rpId?: string;
  readonly allowCredentials?: readonly { readonly id: string }[];
}

/** What is made wrong, if anything. */
export interface Deviation {
  readonly origin?: string;
  readonly type?: string;
  readonly challenge?: string;
  readonly rpId?: string;
  /** The person touched the key but did not unlock it. */
  readonly isUnverified?: boolean;
  readonly counter?: number;
  readonly userHandle?: string;
  readonly key?: KeyObject;
}

type Answer = Record<string, unknown>;

const userPresent = 0x01;
const userVerified = 0x04;
const attestedCredential = 0x40;

export class SoftwareAuthenticator {
  readonly origin: string;
  readonly credentialId = randomBytes(32);
  readonly #key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  #userHandle = '';
  /** The next use says one more; 0 for a key that does not count. */
  counter: number;

  constructor(origin: string, counter = 1) {
    this.origin = origin;
    this.counter = counter;
  }

  get id(): string {
    return this.credentialId.toString('base64url');
  }

  /** Its private key: for another one to steal. */
  get privateKey(): KeyObject {
    return this.#key.privateKey;
  }

  /** navigator.credentials.create */
  create(options: RegistrationOptions, wrong: Deviation = {}): Answer {
    this.#userHandle = options.user.id;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.credentialId.length);
    const credential = Buffer.concat([Buffer.alloc(16), length, this.credentialId, this.#coseKey()]);
    const authData = Buffer.concat([this.#head(wrong.rpId ?? options.rp.id!, attestedCredential, wrong), credential]);
    const attestationObject = cborMap([
      ['fmt', cborText('none')],
      ['attStmt', cborMap([])],
      ['authData', cborBytes(authData)],
    ]);
    return {
      ...this.#named(),
      response: {
        clientDataJSON: this.#clientData('webauthn.create', options.challenge, wrong).toString('base64url'),
        attestationObject: attestationObject.toString('base64url'),
        transports: ['usb', 'nonsense'],
      },
    };
  }

  /** navigator.credentials.get */
  get(options: SignInOptions, wrong: Deviation = {}): Answer {
    if (this.counter > 0) this.counter += 1;
    const authData = this.#head(wrong.rpId ?? options.rpId!, 0, wrong);
    const clientData = this.#clientData('webauthn.get', options.challenge, wrong);
    const signed = Buffer.concat([authData, createHash('sha256').update(clientData).digest()]);
    return {
      ...this.#named(),
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: sign('sha256', signed, wrong.key ?? this.#key.privateKey).toString('base64url'),
        userHandle: wrong.userHandle ?? this.#userHandle,
      },
    };
  }

  #named() {
    return { id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {} };
  }

  #head(rpId: string, flags: number, wrong: Deviation): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(wrong.counter ?? this.counter);
    const all = flags | userPresent | (wrong.isUnverified === true ? 0 : userVerified);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([all]), counter]);
  }

  #clientData(type: string, challenge: string, wrong: Deviation): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: wrong.type ?? type,
        challenge: wrong.challenge ?? challenge,
        origin: wrong.origin ?? this.origin,
        crossOrigin: false,
      }),
    );
  }

  /** COSE_Key (RFC 9053): EC2, ES256, P-256. */
  #coseKey(): Buffer {
    const { x, y } = this.#key.publicKey.export({ format: 'jwk' });
    return cborMap([
      [1, cborInteger(2)],
      [3, cborInteger(-7)],
      [-1, cborInteger(1)],
      [-2, cborBytes(Buffer.from(x!, 'base64url'))],
      [-3, cborBytes(Buffer.from(y!, 'base64url'))],
    ]);
  }
}

/** CBOR (RFC 8949), as much as an attestation needs. */
function cborHead(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 0xff]);
}

const cborInteger = (value: number): Buffer => (value < 0 ? cborHead(1, -1 - value) : cborHead(0, value));
const cborBytes = (bytes: Buffer): Buffer => Buffer.concat([cborHead(2, bytes.length), bytes]);
const cborText = (text: string): Buffer => Buffer.concat([cborHead(3, Buffer.byteLength(text)), Buffer.from(text)]);
const cborMap = (pairs: readonly (readonly [number | string, Buffer])[]): Buffer =>
  Buffer.concat([
    cborHead(5, pairs.length),
    ...pairs.flatMap(([key, value]) => [typeof key === 'number' ? cborInteger(key) : cborText(key), value]),
  ]);
