import { type Asset, Unknown } from '#policy';

/**
 * Whether an instance has a public IPv4 address. `ipv4Enabled` decides; an export that leaves it out is decided by
 * its addresses, of which only PRIMARY is public (PRIVATE is the VPC's, OUTGOING serves egress alone).
 * Source: Cloud SQL Admin API, IpConfiguration and IpMapping.
 * @throws Unknown where neither the setting nor any address is there.
 */
export function publicAddress(db: Asset<'sqladmin.googleapis.com/Instance'>): boolean {
  const enabled = db.data.settings?.ipConfiguration?.ipv4Enabled;
  if (enabled !== undefined) return enabled;
  const addresses = db.data.ipAddresses ?? [];
  if (addresses.length > 0) return addresses.some(({ type }) => type === 'PRIMARY');
  throw new Unknown('missing', 'neither ipv4Enabled nor an address is in the evidence', {
    needs: 'export sqladmin.googleapis.com/Instance again',
  });
}
