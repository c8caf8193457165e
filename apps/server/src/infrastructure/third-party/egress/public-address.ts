/** Whether an address belongs to the public internet. */
import ipaddr from 'ipaddr.js';

/** Public by number, yet answered inside of a cloud by its own machinery (Azure). */
const metadataAddresses = new Set(['168.63.129.16']);

/**
 * Names what is wrong with an address as a destination, or null for one of the public internet.
 *
 * IPv4 in any wrapping of IPv6 (mapped, compatible, NAT64, 6to4, Teredo) is refused as a whole: a public server has an address
 * of its own. So is an address with a zone, and text that is no address.
 */
export function refusalOfAddress(text: string): string | null {
  if (text.includes('%') || !ipaddr.isValid(text)) return 'not an address';
  const address = ipaddr.parse(text);
  // ipaddr.js reads "0177.1" as people of 1980 did; a resolver answers with four decimal parts.
  if (address.kind() === 'ipv4' && !ipaddr.IPv4.isValidFourPartDecimal(text)) return 'not an address';
  const range = address.range();
  if (range !== 'unicast') return range;
  if (address.kind() === 'ipv6' && !isGlobalUnicast(address.toByteArray())) return 'not global unicast';
  return metadataAddresses.has(text) ? 'metadata' : null;
}

/** 2000::/3 (RFC 4291). Whatever lies outside is local, mapped, compatible, translated or not given out. */
function isGlobalUnicast(bytes: readonly number[]): boolean {
  return (bytes[0]! & 0xe0) === 0x20;
}
