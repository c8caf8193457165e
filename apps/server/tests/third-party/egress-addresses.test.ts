/** Server-side request forgery: forty spellings of addresses that lead inside, and a canary that must hear nothing. */
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createEgress, type Egress } from '../../src/infrastructure/third-party/egress/egress.ts';
import { EgressError } from '../../src/infrastructure/third-party/egress/egress-error.ts';
import { refusalOfAddress } from '../../src/infrastructure/third-party/egress/public-address.ts';

let canary: Server;
let port: number;
let egress: Egress;
/** Connections since the last test, and all that are open. */
const heard: Socket[] = [];
const open = new Set<Socket>();
/** Public by its range (2000::/3), and given to nobody: a test must not knock at a stranger's door. */
const unroutable = '2e00::1';
/** What the resolver of the test answers; a list of answers is given one after the other. */
const names: Record<string, readonly (readonly string[])[]> = {
  'loopback.example.com': [['127.0.0.1']],
  'loopback6.example.com': [['::1']],
  'mapped.example.com': [['::ffff:127.0.0.1']],
  'mixed.example.com': [[unroutable, '127.0.0.1']],
  'private.example.com': [['10.0.0.5']],
  'metadata.example.com': [['169.254.169.254']],
  'rebinding.example.com': [['127.0.0.1'], [unroutable], ['127.0.0.1']],
  '127.0.0.1.nip.example.com': [['127.0.0.1']],
  'xn--lcalhost-9fg.example.com': [['127.0.0.1']],
};
const asked = new Map<string, number>();

beforeAll(async () => {
  canary = createServer((socket) => {
    heard.push(socket);
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => {});
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret');
  });
  // Every address of the machine that the spellings can mean: both families where there are two.
  await new Promise<void>((resolve) => canary.listen({ port: 0, host: '::', ipv6Only: false }, resolve));
  const address = canary.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
  egress = createEgress({
    timeouts: { connectMs: 400, idleMs: 400, totalMs: 600 },
    resolveName: async (hostname) => {
      const answers = names[hostname] ?? [['127.0.0.1']];
      const time = asked.get(hostname) ?? 0;
      asked.set(hostname, time + 1);
      return answers[time % answers.length]!.map((one) => ({ address: one, family: one.includes(':') ? 6 : 4 }));
    },
  });
});
beforeEach(() => void (heard.length = 0));
afterAll(async () => {
  egress.close();
  for (const socket of open) socket.destroy();
  await new Promise((resolve) => canary.close(resolve));
});

/** `P` stands for the port of the canary. */
const spellings = [
  'https://127.0.0.1:P/',
  'https://127.1:P/',
  'https://127.0.1:P/',
  'https://0:P/',
  'https://0.0.0.0:P/',
  'https://2130706433:P/',
  'https://0x7f000001:P/',
  'https://0x7f.1:P/',
  'https://0177.0.0.1:P/',
  'https://017700000001:P/',
  'https://127.000.000.001:P/',
  'https://127.0.0.1.:P/',
  'https://127.127.127.127:P/',
  'https://%31%32%37.0.0.1:P/',
  'https://①②⑦.⓪.⓪.①:P/',
  'https://127。0。0。1:P/',
  'https://[::1]:P/',
  'https://[0:0:0:0:0:0:0:1]:P/',
  'https://[::]:P/',
  'https://[::ffff:127.0.0.1]:P/',
  'https://[::ffff:7f00:1]:P/',
  'https://[::127.0.0.1]:P/',
  'https://[64:ff9b::7f00:1]:P/',
  'https://[2002:7f00:1::]:P/',
  'https://[fe80::1]:P/',
  'https://localhost:P/',
  'https://LOCALHOST:P/',
  'https://localhost.:P/',
  'https://localhost.localdomain.:P/',
  'https://loopback.example.com:P/',
  'https://loopback6.example.com:P/',
  'https://mapped.example.com:P/',
  'https://mixed.example.com:P/',
  'https://private.example.com:P/',
  'https://metadata.example.com:P/',
  'https://rebinding.example.com:P/',
  'https://127.0.0.1.nip.example.com:P/',
  'https://lоcalhost.example.com:P/',
  'https://api.tiingo.com@127.0.0.1:P/',
  'https://api.tiingo.com:443@loopback.example.com:P/',
  'https://127.0.0.1:P#@api.tiingo.com/',
  'https://127.0.0.1:P\\@api.tiingo.com/',
  'https://api.tiingo.com%00.loopback.example.com:P/',
  'https://10.0.0.1:P/',
  'https://169.254.169.254:P/latest/meta-data/',
  'https://100.64.0.1:P/',
  'http://127.0.0.1:P/',
  'http://loopback.example.com:P/',
  'file:///etc/passwd',
  'gopher://127.0.0.1:P/_GET',
  'ftp://127.0.0.1:P/',
  '//127.0.0.1:P/',
];

describe('forty spellings and more reach nothing', () => {
  test('there are forty', () => expect(new Set(spellings).size).toBeGreaterThanOrEqual(40));

  // Hosts that a person enters are the hard case: any name is on the list. Then with the very host on the list, by mistake.
  test.each(spellings)('%s', async (spelling) => {
    const address = spelling.replace(':P', `:${port}`);
    const host = URL.canParse(address) ? new URL(address).hostname : 'none.example.com';
    for (const hosts of ['public', [host], ['api.tiingo.com']] as const) {
      for (const attempt of [1, 2]) {
        const sent = egress.request({ address }, { hosts, ports: [443, port] });
        await expect(sent, `attempt ${attempt}`).rejects.toSatisfy(isRefusal);
      }
    }
    const socketAddress = address.replace(/^https?:/, 'wss:');
    await expect(egress.webSocket(socketAddress, { hosts: 'public', ports: [443, port] })).rejects.toSatisfy(isRefusal);
    expect(heard).toHaveLength(0);
  });

  test('the canary hears when it is asked: with the check of addresses taken away it would have', async () => {
    const allowed = createEgress({
      allowedLoopback: { ports: new Map([['loopback.example.com', port]]), authority: '' },
      timeouts: { connectMs: 400, idleMs: 400, totalMs: 600 },
    });
    await expect(allowed.request({ address: 'https://loopback.example.com/' }, { hosts: 'public' })).rejects.toThrow(
      EgressError,
    );
    allowed.close();
    expect(heard.length).toBeGreaterThan(0);
  });
});

/** Refused on purpose: a failed connection would have been tried. A public address of the rebinding name is tried, in vain. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof EgressError)) return false;
  const onPurpose = ['address-invalid', 'host-not-allowed', 'destination-not-public'];
  const publicAnswer = ['connection-failed', 'timed-out'];
  return (
    onPurpose.includes(error.reason) || (publicAnswer.includes(error.reason) && error.message.includes('rebinding.'))
  );
}

describe('addresses', () => {
  test.each([
    ['8.8.8.8', null],
    ['93.184.215.14', null],
    ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', null],
    ['2a00:1450:4001:82a::200e', null],
    ['0.0.0.0', 'unspecified'],
    ['127.8.9.10', 'loopback'],
    ['10.255.255.255', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['169.254.169.254', 'linkLocal'],
    ['100.127.255.255', 'carrierGradeNat'],
    ['100.100.100.200', 'carrierGradeNat'],
    ['168.63.129.16', 'metadata'],
    ['192.0.0.192', 'reserved'],
    ['192.0.2.1', 'reserved'],
    ['198.18.0.1', 'reserved'],
    ['224.0.0.1', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'broadcast'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::ffff:8.8.8.8', 'ipv4Mapped'],
    ['::808:808', 'not global unicast'],
    ['64:ff9b::8.8.8.8', 'rfc6052'],
    ['64:ff9b:1::a00:1', 'rfc6052'],
    ['2002:808:808::1', '6to4'],
    ['2001:0:4136:e378:8000:63bf:3fff:fdd2', 'teredo'],
    ['fc00::1', 'uniqueLocal'],
    ['fd00:ec2::254', 'uniqueLocal'],
    ['fe80::1', 'linkLocal'],
    ['fe80::1%eth0', 'not an address'],
    ['fec0::1', 'deprecatedSiteLocal'],
    ['ff02::1', 'multicast'],
    ['2001:db8::1', 'reserved'],
    ['3fff::1', 'reserved'],
    ['5f00::1', 'segmentRouting'],
    ['100::1', 'discard'],
    ['4000::1', 'not global unicast'],
    ['0177.0.0.1', 'not an address'],
    ['2130706433', 'not an address'],
    ['', 'not an address'],
    ['localhost', 'not an address'],
  ])('%s: %s', (address, refusal) => expect(refusalOfAddress(address)).toBe(refusal));
});
