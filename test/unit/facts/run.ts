import { type Asset, Unknown, type World } from '#policy';
import { assetOf } from '../../../src/inventory/asset.ts';
import { worldOf as worldOfList } from './sql.ts';

type Service = Asset<'run.googleapis.com/Service'>;

export const SERVICE = '//run.googleapis.com/projects/p/locations/l/services/s';
const place = { uri: 'test' };

/** A value that stands in data and is not known. */
export const unknown = (): Unknown => new Unknown('after-apply', 'not known yet');

/** An asset as the snapshot reader makes it of canonical data. */
export const made = (assetType: string, name: string, data: object): Asset =>
  assetOf({ name, assetType, resource: { data } }, place);

export const service = (data: object, name = SERVICE): Service =>
  made('run.googleapis.com/Service', name, data) as unknown as Service;

export const revision = (name: string, data: object): Asset =>
  made('run.googleapis.com/Revision', `${SERVICE}/revisions/${name}`, data);

/** A world of project `p` that was read whole and holds these assets. */
export const worldOf = (...assets: Asset[]): World => worldOfList(assets);

/** A share of the traffic for a named revision, or for the latest. */
export const target = (percent: number, name?: string): object => ({
  percent,
  ...(name === undefined
    ? { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST' }
    : { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision: name }),
});
