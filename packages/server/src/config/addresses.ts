import { BlockList, isIPv4, isIPv6 } from 'node:net';

export interface Range {
  readonly address: string;
  readonly bits: number;
  readonly family: 'ipv4' | 'ipv6';
}

/**
 * An address without the port and the brackets that some proxies write around it, and without the zone of an interface; as IPv4
 * when it is one in IPv6 dress (`::ffff:10.0.0.1`).
 */
const plain = (address: string): string => {
  const unbracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
  const [bare = ''] = unbracketed.split('%');
  const [, mapped = ''] = /^::ffff:([\d.]+)$/i.exec(bare) ?? [];
  return isIPv4(mapped) ? mapped : bare;
};

/** Reads `10.0.0.1`, `10.0.0.0/8` or `2001:db8::/32`; undefined when it is none of them. */
export const parseRange = (entry: string): Range | undefined => {
  const [written = '', prefix, rest] = entry.split('/');
  const address = plain(written);
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : undefined;
  // A mapped address counts its bits as IPv6 does.
  const shift = family === 'ipv4' && isIPv6(written) ? 96 : 0;
  const most = family === 'ipv4' ? 32 : 128;
  const bits = prefix === undefined ? most : /^\d+$/.test(prefix) ? Number(prefix) - shift : Number.NaN;
  return family === undefined || rest !== undefined || !(bits >= 0 && bits <= most)
    ? undefined
    : { address, bits, family };
};

export const blockListOf = (ranges: readonly Range[]): BlockList => {
  const list = new BlockList();
  for (const { address, bits, family } of ranges) list.addSubnet(address, bits, family);
  return list;
};

/** Whether an address is on a list. What is not an address is on none. */
export const isListed = (list: BlockList, address: string): boolean => {
  const ip = plain(address);
  return isIPv4(ip) ? list.check(ip, 'ipv4') : isIPv6(ip) && list.check(ip, 'ipv6');
};

/** Networks nobody reaches from the Internet: this machine, homes and offices (RFC 1918, 4193), links (3927, 4291), carriers' insides (6598). */
const privateRanges = blockListOf(
  [
    '127.0.0.0/8',
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '169.254.0.0/16',
    '100.64.0.0/10',
    '::1/128',
    'fc00::/7',
    'fe80::/10',
  ].flatMap((entry) => parseRange(entry) ?? []),
);
const loopback = blockListOf(['127.0.0.0/8', '::1/128'].flatMap((entry) => parseRange(entry) ?? []));

/** What is no single machine of the Internet either: this network, benchmarks, documentation, groups, and addresses that stand for others (RFC 6890). */
const reservedRanges = blockListOf(
  [
    '0.0.0.0/8',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.88.99.0/24',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/3',
    '2001::/23',
    '2001:db8::/32',
    '2002::/16',
    '3fff::/20',
  ].flatMap((entry) => parseRange(entry) ?? []),
);

/** Of IPv6, where alone addresses of single machines are given out (RFC 4291, 2.4). */
const unicast = blockListOf(['2000::/3'].flatMap((entry) => parseRange(entry) ?? []));

export const isPrivateAddress = (address: string): boolean => isListed(privateRanges, address);
/** Whether an address is one that the Internet leads to. */
export const isPublicAddress = (address: string): boolean => {
  const ip = plain(address);
  return (isIPv4(ip) || isListed(unicast, ip)) && !isListed(privateRanges, ip) && !isListed(reservedRanges, ip);
};
export const isLoopback = (address: string): boolean => isListed(loopback, address);

/** Whether a host's name or address is only known at home: private addresses, `localhost`, `.local`, names without a dot. */
export const isPrivateHost = (host: string): boolean => {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  if (isIPv4(name) || isIPv6(name)) return isPrivateAddress(name);
  return !name.includes('.') || /\.(local|localhost|lan|home|internal|home\.arpa|test)$/.test(name);
};

/** The network that one person can be taken to have, by one of its addresses: IPv4 as it is, IPv6 by its first 64 bits. Anything else is itself. */
export const networkOf = (address: string): string => {
  const ip = plain(address);
  if (!isIPv6(ip)) return ip;
  const [before = '', after] = ip.toLowerCase().split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  // An IPv4 tail stands for two groups.
  const width = (groups: readonly string[]): number => groups.length + (groups.at(-1)?.includes('.') === true ? 1 : 0);
  const zeros = Array.from({ length: Math.max(0, 8 - width(head) - width(tail)) }, () => '0');
  const groups = [...head, ...zeros, ...tail].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.join(':')}::/64`;
};
