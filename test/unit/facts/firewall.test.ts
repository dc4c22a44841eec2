import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openPorts, openSources } from '#facts';
import { type Asset, Unknown } from '#policy';

type Firewall = Asset<'compute.googleapis.com/Firewall'>;
const rule = (data: object) => ({ data }) as unknown as Firewall;
const shown = (list: (string | Unknown)[]) => list.map((one) => (one instanceof Unknown ? one.code : one));
const from = (...sourceRanges: string[]) => shown(openSources(rule({ sourceRanges })));

describe('openSources', () => {
  it.each<[string, string[], string[]]>([
    ['the internet', ['0.0.0.0/0'], ['0.0.0.0/0']],
    ['the internet of IPv6', ['::/0'], ['::/0']],
    ['what is in use of IPv6', ['2000::/3'], ['2000::/3']],
    ['halves', ['0.0.0.0/1', '128.0.0.0/1'], ['0.0.0.0/1', '128.0.0.0/1']],
    ['one half', ['128.0.0.0/1'], ['128.0.0.0/1']],
    ['quarters', ['0.0.0.0/2', '64.0.0.0/2'], ['0.0.0.0/2', '64.0.0.0/2']],
    ['a quarter', ['64.0.0.0/2'], []],
    ['a quarter and parts of it', ['64.0.0.0/2', '64.0.0.0/3', '96.0.0.0/3'], []],
    ['a quarter twice', ['64.0.0.0/2', '64.0.0.0/2'], []],
    ['private ranges', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fd00::/8'], []],
    ['health checks', ['35.191.0.0/16', '130.211.0.0/22'], []],
    ['an address', ['203.0.113.7', '2001:db8::1'], []],
    ['the internet beside what is none', ['0.0.0.0/0', 'office'], ['0.0.0.0/0']],
    ['what is none', ['office', '10.0.0.0/8'], ['unrecognised']],
    ['a length that is too long', ['10.0.0.0/33'], ['unrecognised']],
    [
      'too many parts',
      ['10.0.0.0.0/8', '::1::/8', '1:2:3:4:5:6:7:8:9/8', '10.0.0.0/8/8'],
      Array<string>(4).fill('unrecognised'),
    ],
    [
      'parts that are no numbers',
      ['10.0.0.256/8', 'x:y::/8', '10.0.0.0/', ''],
      Array<string>(4).fill('unrecognised'),
    ],
  ])('%s', (_, ranges, expected) => expect(from(...ranges)).toEqual(expected));

  it.each<[string, object, string[]]>([
    ['nothing at all is anyone', {}, ['0.0.0.0/0']],
    ['a tag', { sourceTags: ['bastion'] }, []],
    ['an account', { sourceServiceAccounts: ['a@x'] }, []],
    ['a tag widens a range', { sourceTags: ['bastion'], sourceRanges: ['0.0.0.0/0'] }, ['0.0.0.0/0']],
  ])('%s', (_, data, expected) => expect(shown(openSources(rule(data)))).toEqual(expected));

  it('finds every way to cut IPv4 into ranges', () => {
    const cut = fc.letrec<{ tree: string[] }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.constant<string[]>(['']),
        fc
          .tuple(tie('tree'), tie('tree'))
          .map(([a, b]) => [...a.map((x) => `0${x}`), ...b.map((x) => `1${x}`)]),
      ),
    })).tree;
    fc.assert(
      fc.property(cut, (prefixes) => {
        fc.pre(prefixes.every((bits) => bits.length <= 32));
        const ranges = prefixes.map((bits) => {
          const full = bits.padEnd(32, '0');
          const octets = [0, 8, 16, 24].map((at) => Number.parseInt(full.slice(at, at + 8), 2));
          return `${octets.join('.')}/${bits.length}`;
        });
        expect(from(...ranges)).toEqual(ranges);
      }),
    );
  });
});

describe('openPorts', () => {
  const open = (...allowed: object[]) => shown(openPorts(rule({ allowed }), [80, 443], ['icmp', 'esp']));
  it.each<[string, object[], string[]]>([
    ['public ports', [{ IPProtocol: 'tcp', ports: ['80', '443', '443-443'] }], []],
    ['another port', [{ IPProtocol: 'tcp', ports: ['443', '22'] }], ['tcp:22']],
    ['a port that begins alike', [{ IPProtocol: 'tcp', ports: ['4430'] }], ['tcp:4430']],
    ['a range', [{ IPProtocol: 'tcp', ports: ['79-80'] }], ['tcp:79-80']],
    ['a range that is upside down', [{ IPProtocol: 'tcp', ports: ['443-80'] }], ['tcp:443-80']],
    ['no ports', [{ IPProtocol: 'udp' }], ['udp']],
    ['an empty list of ports', [{ IPProtocol: 'TCP', ports: [] }], ['tcp']],
    ['every protocol', [{ IPProtocol: 'all' }], ['all']],
    ['no protocol', [{}], ['all']],
    [
      'allowed protocols by name and number',
      [{ IPProtocol: 'icmp' }, { IPProtocol: '1' }, { IPProtocol: '50' }],
      [],
    ],
    ['a protocol without a name', [{ IPProtocol: '112' }], ['112']],
    ['nothing', [], []],
  ])('%s', (_, allowed, expected) => expect(open(...allowed)).toEqual(expected));
});
