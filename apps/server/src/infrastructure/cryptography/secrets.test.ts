import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SecretSettingName, secretSettingNames } from '../../core/secret-settings.ts';
import { StartError } from '../../core/start-error.ts';
import { addFieldKey, addPepper } from './rotate.ts';
import { changedSecrets, openSecrets, secretFingerprints } from './secrets.ts';

let dataFolder: string;
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'riskoptimizer-secrets-'));
});
afterEach(() => rm(dataFolder, { recursive: true, force: true }));

const names = ['audit-signing-key', 'blind-index-key', 'field-keys', 'password-peppers', 'request-proof-key'];
const fileOf = (name: string) => join(dataFolder, 'secrets', name);
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'not refused',
    (error: unknown) => {
      expect(error).toBeInstanceOf(StartError);
      return (error as StartError).message;
    },
  );

const strong = () => randomBytes(32).toString('base64');
const pem = () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const goodValues = {
  RISKOPTIMIZER_PASSWORD_PEPPERS: `p2:${strong()},p1:${strong()}`,
  RISKOPTIMIZER_FIELD_KEYS: `f1:${strong()}`,
  RISKOPTIMIZER_BLIND_INDEX_KEY: strong(),
  RISKOPTIMIZER_REQUEST_PROOF_KEY: randomBytes(48).toString('base64url'),
  RISKOPTIMIZER_AUDIT_SIGNING_KEY: pem(),
};

describe('the first start', () => {
  test('makes every secret, for nobody else to read, and the second start finds the same', async () => {
    const first = await openSecrets({ dataFolder });
    expect((await readdir(join(dataFolder, 'secrets'))).toSorted()).toEqual(names);
    expect(await modeOf(join(dataFolder, 'secrets'))).toBe(0o700);
    for (const name of names) expect(await modeOf(fileOf(name))).toBe(0o600);
    expect(first.fieldKeys[0].bytes).toHaveLength(32);
    expect(first.passwordPeppers[0].bytes).toHaveLength(48);
    expect(first.blindIndexKey).toHaveLength(32);
    expect(first.requestProofKey).not.toEqual(first.blindIndexKey);
    expect(first.auditSigningKey.asymmetricKeyType).toBe('ed25519');

    const second = await openSecrets({ dataFolder });
    expect(second.auditSigningKey.equals(first.auditSigningKey)).toBe(true);
    expect({ ...second, auditSigningKey: null }).toEqual({ ...first, auditSigningKey: null });
  });

  test('of twenty servers that start at once, all have the same secrets', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => openSecrets({ dataFolder })));
    const fingerprints = all.map((secrets) => JSON.stringify(secretFingerprints(secrets)));
    expect(new Set(fingerprints).size).toBe(1);
    expect((await readdir(join(dataFolder, 'secrets'))).toSorted()).toEqual(names);
  });

  test('the umask does not matter', async () => {
    const before = process.umask(0);
    try {
      await openSecrets({ dataFolder });
    } finally {
      process.umask(before);
    }
    expect(await modeOf(join(dataFolder, 'secrets'))).toBe(0o700);
    for (const name of names) expect(await modeOf(fileOf(name))).toBe(0o600);
  });
});

describe('secrets of the environment', () => {
  test('are used as given, and no file is made', async () => {
    const secrets = await openSecrets({ dataFolder, settings: goodValues });
    expect(secrets.passwordPeppers.map(({ id }) => id)).toEqual(['p2', 'p1']);
    expect(secrets.blindIndexKey.toString('base64')).toBe(goodValues.RISKOPTIMIZER_BLIND_INDEX_KEY);
    expect(await readdir(dataFolder)).toEqual([]);
  });

  test('may come from files, which others may read, as Docker and Kubernetes do', async () => {
    const settings: Record<string, string> = {};
    for (const [name, value] of Object.entries(goodValues)) {
      const path = join(dataFolder, name);
      await writeFile(path, `${value}\n`, { mode: 0o444 });
      await symlink(path, `${path}.link`);
      settings[`${name}_FILE`] = `${path}.link`;
    }
    const [fromFiles, fromValues] = [
      await openSecrets({ dataFolder, settings }),
      await openSecrets({ dataFolder, settings: goodValues }),
    ];
    expect(secretFingerprints(fromFiles)).toEqual(secretFingerprints(fromValues));
    expect(new Set(Object.keys({ ...settings, ...goodValues }))).toEqual(new Set(secretSettingNames));
  });

  test('a PEM with \\n in place of line ends is read', async () => {
    const settings = { RISKOPTIMIZER_AUDIT_SIGNING_KEY: pem().replaceAll('\n', '\\n') };
    expect((await openSecrets({ dataFolder, settings })).auditSigningKey.type).toBe('private');
  });

  test('both ways at once, a missing file, a folder, a huge file, a file others may write', async () => {
    const path = join(dataFolder, 'key');
    await writeFile(path, strong());
    const withFile = (file: string) =>
      refusal(openSecrets({ dataFolder, settings: { RISKOPTIMIZER_BLIND_INDEX_KEY_FILE: file } }));
    const both = { RISKOPTIMIZER_BLIND_INDEX_KEY: strong(), RISKOPTIMIZER_BLIND_INDEX_KEY_FILE: path };
    expect(await refusal(openSecrets({ dataFolder, settings: both }))).toBe(
      'RISKOPTIMIZER_BLIND_INDEX_KEY and RISKOPTIMIZER_BLIND_INDEX_KEY_FILE are both set. Unset one of them.',
    );
    expect(await withFile(`${path}-missing`)).toMatch(/_FILE names .*-missing, which cannot be read \(ENOENT\)/);
    expect(await withFile(dataFolder)).toMatch(/which is not a file/);
    for (const mode of [0o620, 0o602]) {
      await chmod(path, mode);
      expect(await withFile(path)).toMatch(/can be written by others \(mode 06(20|02)\)\. Close it: chmod go-w /);
    }
    await chmod(path, 0o600);
    await writeFile(path, 'A'.repeat(70_000));
    expect(await withFile(path)).toMatch(/has 70000 bytes, too many for a secret/);
  });
});

describe('what refuses to start', () => {
  const words = 'correct-horse-battery-staple-correct-horse-bat';
  test.each<[SecretSettingName, string, RegExp]>([
    ['RISKOPTIMIZER_BLIND_INDEX_KEY', 'changeme', /has 6 bytes; 32 are the least/],
    ['RISKOPTIMIZER_BLIND_INDEX_KEY', 'change me!', /is not base64/],
    ['RISKOPTIMIZER_REQUEST_PROOF_KEY', `${'A'.repeat(43)}=`, /repeats itself/],
    ['RISKOPTIMIZER_REQUEST_PROOF_KEY', words.slice(0, 44), /words|base64/],
    ['RISKOPTIMIZER_FIELD_KEYS', strong(), /line 1 is not of the form id:base64/],
    ['RISKOPTIMIZER_FIELD_KEYS', `a:${strong()},a:${strong()}`, /line 2 has the id of an earlier line/],
    ['RISKOPTIMIZER_FIELD_KEYS', 'a:***', /what follows the colon on line 1 is not base64/],
    ['RISKOPTIMIZER_FIELD_KEYS', `a:${randomBytes(48).toString('base64')}`, /key "a", has 48 bytes; 32 are expected/],
    ['RISKOPTIMIZER_FIELD_KEYS', `a.b:${strong()}`, /form id:base64/],
    [
      'RISKOPTIMIZER_FIELD_KEYS',
      `ok:${strong()},old:cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=`,
      /key "old", is a published sample key/,
    ],
    ['RISKOPTIMIZER_PASSWORD_PEPPERS', `p:${randomBytes(31).toString('base64')}`, /has 31 bytes/],
    ['RISKOPTIMIZER_PASSWORD_PEPPERS', 'p:changemechangemechangemeNOW0changemechangeme', /sample word/],
    ['RISKOPTIMIZER_PASSWORD_PEPPERS', ',', /it holds no key/],
    ['RISKOPTIMIZER_AUDIT_SIGNING_KEY', strong(), /no private key in PEM/],
    [
      'RISKOPTIMIZER_AUDIT_SIGNING_KEY',
      generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      /another kind; Ed25519 is expected/,
    ],
  ])('%s %#', async (setting, value, expected) => {
    const message = await refusal(openSecrets({ dataFolder, settings: { ...goodValues, [setting]: value } }));
    expect(message).toMatch(expected);
    expect(message).toContain(setting);
    expect(message).toMatch(/openssl/);
    for (const part of value.split(/[:,]/).filter((part) => part.length > 8)) expect(message).not.toContain(part);
  });

  test.each(names)('a %s that others may read, that is damaged, empty, a link or a folder', async (name) => {
    await openSecrets({ dataFolder });
    const path = fileOf(name);
    const content = await readFile(path, 'utf8');
    for (const mode of [0o640, 0o604, 0o660, 0o610, 0o700]) {
      await chmod(path, mode);
      expect(await refusal(openSecrets({ dataFolder }))).toContain(`chmod 600 ${path}`);
    }
    await chmod(path, 0o600);
    const middle = Math.floor(content.length / 2);
    for (const text of ['', content.slice(0, middle), `${content.slice(0, middle)}%${content.slice(middle + 1)}`]) {
      await writeFile(path, text);
      const message = await refusal(openSecrets({ dataFolder }));
      expect(message).toContain(path);
      expect(message).not.toContain(content.slice(40, 60));
    }
    await rm(path);
    await writeFile(`${path}-elsewhere`, content, { mode: 0o600 });
    await symlink(`${path}-elsewhere`, path);
    expect(await refusal(openSecrets({ dataFolder }))).toContain(`The secret ${path} is a link.`);
    await rm(path);
    await mkdir(path);
    expect(await refusal(openSecrets({ dataFolder }))).toContain(`The secret ${path} is not a file.`);
  });

  test('a folder that others may enter, and files of somebody else', async () => {
    await openSecrets({ dataFolder });
    await chmod(join(dataFolder, 'secrets'), 0o710);
    expect(await refusal(openSecrets({ dataFolder }))).toContain(`chmod 700 ${join(dataFolder, 'secrets')}`);
    await chmod(join(dataFolder, 'secrets'), 0o700);
    const userId = process.getuid!() + 1;
    expect(await refusal(openSecrets({ dataFolder, userId }))).toMatch(/the server runs as user id \d+\..*chown \d+ /);
  });
});

describe('a new key', () => {
  test('comes first, and the old ones stay', async () => {
    const before = await openSecrets({ dataFolder });
    const ids = [await addFieldKey(dataFolder), await addFieldKey(dataFolder), await addPepper(dataFolder)];
    const after = await openSecrets({ dataFolder });
    expect(after.fieldKeys.map(({ id }) => id)).toEqual([ids[1], ids[0], before.fieldKeys[0].id]);
    expect(after.fieldKeys.at(-1)).toEqual(before.fieldKeys[0]);
    expect(after.passwordPeppers.map(({ id }) => id)).toEqual([ids[2], before.passwordPeppers[0].id]);
    for (const name of names) expect(await modeOf(fileOf(name))).toBe(0o600);
    expect((await readdir(join(dataFolder, 'secrets'))).toSorted()).toEqual(names);
  });

  test('of ten at once none is lost: each is in the file or was refused', async () => {
    await openSecrets({ dataFolder });
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => addFieldKey(dataFolder)));
    const added = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const ids = (await openSecrets({ dataFolder })).fieldKeys.map(({ id }) => id);
    expect(ids.slice(0, -1).toSorted()).toEqual(added.toSorted());
    expect(added.length).toBeGreaterThan(0);
  });

  test('is refused while a change is under way, without a file, and for a damaged file, which stays as it was', async () => {
    expect(await refusal(addPepper(dataFolder))).toMatch(/There is no .*password-peppers/);
    await openSecrets({ dataFolder });
    await writeFile(fileOf('field-keys.new'), '');
    expect(await refusal(addFieldKey(dataFolder))).toContain(`remove ${fileOf('field-keys.new')}`);
    await rm(fileOf('field-keys.new'));
    await writeFile(fileOf('field-keys'), 'damaged');
    expect(await refusal(addFieldKey(dataFolder))).toMatch(/cannot be read: line 1 is not of the form id:base64/);
    expect(await readFile(fileOf('field-keys'), 'utf8')).toBe('damaged');
    expect((await readdir(join(dataFolder, 'secrets'))).toSorted()).toEqual(names);
  });
});

test('fingerprints tell which secret is another, and nothing of any', async () => {
  const first = await openSecrets({ dataFolder });
  const remembered = secretFingerprints(first);
  expect(Object.keys(remembered)).toEqual([
    `password-peppers/${first.passwordPeppers[0].id}`,
    `field-keys/${first.fieldKeys[0].id}`,
    'blind-index-key',
    'audit-signing-key',
  ]);
  for (const text of Object.values(remembered)) expect(text).toMatch(/^[0-9a-f]{32}$/);
  await addFieldKey(dataFolder);
  expect(changedSecrets(remembered, secretFingerprints(await openSecrets({ dataFolder })))).toEqual([]);
  for (const name of ['blind-index-key', 'field-keys', 'request-proof-key']) await rm(fileOf(name));
  expect(changedSecrets(remembered, secretFingerprints(await openSecrets({ dataFolder })))).toEqual([
    `field-keys/${first.fieldKeys[0].id}`,
    'blind-index-key',
  ]);
});
