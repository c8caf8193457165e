import { describe, expect, test } from 'vitest';
import { maskWalletAddress, requireWalletAddress, walletAddressRefusal } from './wallet-address.ts';

/** From the text of EIP-55. */
const ethereum = [
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
  '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
  '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
  '0x52908400098527886E0F7030069857D2E4169EE7',
  '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
  '0xde709f2102306220921060314715629080e2fb77',
  '0x27b1fdb04752bbc536007a920d24acb045561c26',
];
/** From the texts of BIP 173 and BIP 350, the first block, and a script hash. */
const bitcoin = [
  '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
  '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy',
  'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
  'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx',
  'tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7',
  'bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y',
  'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
  'bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs',
];
/** Of BIP 350 and BIP 173: another checksum than the version asks for, or a length that none has. */
const invalidSegwit = [
  'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd',
  'tb1z0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqglt7rf',
  'tb1q0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq24jc47',
  'bc1pw5dgrnzv',
  'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav',
  'bc1qr508d6qejxtdg4y5r3zarvaryvqyzf3du',
];

describe('a wallet address', () => {
  test.each([...ethereum, ...bitcoin])('%s is taken', (address) => expect(walletAddressRefusal(address)).toBeNull());

  test.each(invalidSegwit)('%s is refused', (address) => expect(walletAddressRefusal(address)).toMatch(/Bitcoin/));

  test('with any one capital changed is refused, but wholly small or capital carries no checksum', () => {
    const [address] = ethereum as [string];
    for (let at = 2; at < address.length; at += 1) {
      const letter = address[at]!;
      const other = letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
      if (other === letter) continue;
      expect(walletAddressRefusal(address.slice(0, at) + other + address.slice(at + 1))).toMatch(/EIP-55/);
    }
    expect(walletAddressRefusal(address.toLowerCase())).toBeNull();
    expect(walletAddressRefusal(`0x${address.slice(2).toUpperCase()}`)).toBeNull();
  });

  test.each(bitcoin)('%s with a character changed anywhere is refused', (address) => {
    for (let at = address.startsWith('bc1') || address.startsWith('tb1') ? 4 : 1; at < address.length; at += 1) {
      const other = address[at] === '3' ? '4' : '3';
      expect(walletAddressRefusal(address.slice(0, at) + other + address.slice(at + 1))).not.toBeNull();
    }
  });

  test('is refused at its field, with what to do', () => {
    const refused = () => requireWalletAddress('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb', '/walletAddress');
    expect(refused).toThrow(
      expect.objectContaining({ code: 'request-invalid', detail: expect.stringContaining('Copy') }),
    );
  });

  test('is masked to what one recognises it by', () => {
    expect(maskWalletAddress(ethereum[0]!)).toBe('0x5aAe…');
    expect(maskWalletAddress(null)).toBeNull();
  });
});
