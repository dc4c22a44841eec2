import { type Asset, each, Unknown } from '#policy';

type Firewall = Asset<'compute.googleapis.com/Firewall'>;

/** Protocols by the numbers IANA gave them, as Compute names those it has a name for; 58 has none there. */
const PROTOCOLS: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '50': 'esp',
  '51': 'ah',
  '58': 'ipv6-icmp',
  '94': 'ipip',
  '132': 'sctp',
};

/**
 * The share of an address family from which it means "anyone", as a power of two: half of IPv4, and half of the
 * addresses of IPv6 in use (2000::/3, RFC 4291 section 2.4).
 */
const ANYONE = { v4: 2 ** -1, v6: 2 ** -4 } as const;

/** The address bits and length of a CIDR range. @throws Unknown where the text is not one. */
function prefix(range: string): { family: 'v4' | 'v6'; bits: string } {
  const [address = '', length, more] = range.split('/');
  const family = address.includes(':') ? 'v6' : 'v4';
  const groups = family === 'v4' ? dotted(address) : hextets(address);
  const width = family === 'v4' ? 32 : 128;
  const size = length === undefined ? width : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  if (!groups || more !== undefined || !(size <= width))
    throw new Unknown('unrecognised', `"${range}" is not an address range`);
  const digits = family === 'v4' ? 8 : 16;
  return {
    family,
    bits: groups
      .map((group) => group.toString(2).padStart(digits, '0'))
      .join('')
      .slice(0, size),
  };
}

function dotted(address: string): number[] | undefined {
  const groups = address.split('.').map((group) => (/^\d{1,3}$/.test(group) ? Number(group) : Number.NaN));
  return groups.length === 4 && groups.every((group) => group <= 255) ? groups : undefined;
}

function hextets(address: string): number[] | undefined {
  const [head = '', tail, more] = address.split('::');
  const read = (part: string) =>
    part === ''
      ? []
      : part
          .split(':')
          .map((group) => (/^[\da-f]{1,4}$/i.test(group) ? Number.parseInt(group, 16) : Number.NaN));
  const before = read(head);
  const after = tail === undefined ? [] : read(tail);
  const gap = 8 - before.length - after.length;
  if (more !== undefined || (tail === undefined ? gap !== 0 : gap < 1)) return undefined;
  const groups = [...before, ...Array<number>(gap).fill(0), ...after];
  return groups.every((group) => group <= 0xffff) ? groups : undefined;
}

/**
 * The source ranges by which a rule lets in anyone: none where they cover less than half of the address space, taken
 * together (0.0.0.0/0, ::/0, 2000::/3, two halves, four quarters). A rule without ranges, tags and service accounts
 * is open to anyone; tags and accounts beside ranges widen it. Where the known ranges are not enough, unknown ones
 * stand in the list.
 * Source: Compute Engine API v1, firewalls.sourceRanges, .sourceTags, .sourceServiceAccounts.
 */
export function openSources({ data }: Firewall): (string | Unknown)[] {
  const { sourceRanges = [], sourceTags = [], sourceServiceAccounts = [] } = data;
  if (sourceRanges.length + sourceTags.length + sourceServiceAccounts.length === 0) return ['0.0.0.0/0'];
  const ranges = each(sourceRanges, (range) => ({ range, ...prefix(range) }));
  const known = ranges.flatMap((one) => (one instanceof Unknown ? [] : [one]));
  const open = (['v4', 'v6'] as const).flatMap((family) => {
    const own = known.filter((one) => one.family === family);
    // A range inside another adds nothing.
    const widest = own.filter(({ bits }, i) =>
      own.every((other, j) => i === j || !bits.startsWith(other.bits) || (bits === other.bits && i < j)),
    );
    const share = widest.reduce((sum, { bits }) => sum + 2 ** -bits.length, 0);
    return share >= ANYONE[family] ? widest.map(({ range }) => range) : [];
  });
  return open.length > 0 ? open : ranges.filter((one) => one instanceof Unknown);
}

/**
 * What a rule lets through beside some ports and protocols: `tcp:22`, `tcp:20-25`, `udp` (every port of it), `all`. A
 * range is let through as a whole unless every port of it is among `ports`.
 * Source: Compute Engine API v1, firewalls.allowed: no ports means every port; IPProtocol is a name or a number.
 */
export function openPorts(
  { data }: Firewall,
  ports: readonly number[],
  protocols: readonly string[],
): (string | Unknown)[] {
  // A rule allows or denies; one that shows neither has lost what it says.
  if (data.allowed?.length === 0 && data.denied?.length === 0) {
    throw new Unknown('missing', 'the rule shows neither what it allows nor what it denies', {
      needs: 'export it again',
    });
  }
  return each(data.allowed, (allow) => {
    const said = (allow.IPProtocol ?? 'all').toLowerCase();
    const protocol = PROTOCOLS[said] ?? said;
    if (protocols.includes(protocol)) return undefined;
    if ((allow.ports ?? []).length === 0) return protocol;
    return each(allow.ports, (range) =>
      within(range, ports) ? undefined : `${protocol}:${range}`,
    ) as string[];
  });
}

/** Whether every port of a range (`443`, `8000-8080`) is among those given. */
function within(range: string, ports: readonly number[]): boolean {
  const [first, last = first] = range.split('-').map(Number);
  if (first === undefined || last === undefined || !(last >= first)) return false;
  for (let port = first; port <= last; port++) if (!ports.includes(port)) return false;
  return true;
}
