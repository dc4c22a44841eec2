import type { Asset } from '#policy';
import { assetOf } from '../../../src/inventory/asset.ts';
import type { Evidence } from '../../../src/inventory/coverage.ts';
import { Inventory } from '../../../src/inventory/world.ts';

export const INSTANCE = 'sqladmin.googleapis.com/Instance';
export type Instance = Asset<typeof INSTANCE>;

/** An asset of project `p`, in canonical shape with what absence means. `data` may hold Unknown values. */
export const asset = (type: string, name: string, data: object): Asset =>
  assetOf(
    { name: `//${type.split('/')[0]}/projects/p/${name}`, assetType: type, resource: { data } },
    { uri: 'test' },
  );

/** A Cloud SQL instance of project `p`. */
export const instance = (name: string, data: object): Instance =>
  asset(INSTANCE, `instances/${name}`, { name, ...data }) as Instance;

/** A world that holds some assets; types that were not read are named. */
export function worldOf(assets: readonly Asset[], notRead: readonly string[] = []): Inventory {
  const gaps = notRead.map((type) => ({ type, cause: 'left out' }));
  const evidence: Evidence = {
    uri: 'test',
    types: new Set(assets.map(({ type }) => type)),
    projects: new Set(['p']),
    iam: false,
    orgPolicy: false,
    enabledApis: new Map(),
    malformed: new Set<string>(),
    manifest: { scope: 'projects/p', readTime: undefined, types: [], contents: [], gaps },
  };
  return new Inventory({ assets, iam: new Map(), evidence: [evidence], complete: true });
}
