import { filterOf } from '../core/filter.ts';
import { containerOf, pathOf } from '../core/names.ts';
import { paged } from '../core/pages.ts';
import { unavailable } from '../core/refusals.ts';
import type { Handler } from '../core/service.ts';
import { found, fullName, pathOfCall, permissionOf } from './find.ts';
import type { Kind } from './kind.ts';

export const get =
  (kind: Kind): Handler =>
  (call) =>
    found(call, kind, permissionOf(kind, 'get')).data;

/** What stands directly in a parent; `-` stands for every location. */
export const list =
  (kind: Kind): Handler =>
  (call) => {
    const parent = fullName(call, kind, pathOfCall(call, kind));
    const everywhere = parent.endsWith('/locations/-');
    call.require(permissionOf(kind, 'list'), everywhere ? parent.slice(0, -'/locations/-'.length) : parent);
    const inside = everywhere ? parent.slice(0, -1) : `${parent}/${kind.plural}/`;
    const depth = inside.split('/').length + (everywhere ? 2 : 0);
    const fits = filterOf(call.query.get('filter') ?? '');
    const away = call.unreachable.filter((one) => everywhere || parent.endsWith(`/locations/${one}`));
    // An API that has no word for a part fails as a whole.
    if (away.length > 0 && !kind.unreachable) throw unavailable({});
    const rows = call.cloud.store
      .list(kind.type)
      .filter(({ name }) => name.startsWith(inside) && name.split('/').length === depth)
      .filter(({ location }) => location === undefined || !away.includes(location))
      .map(({ data }) => data)
      .filter((data) => fits(kind.filtered?.(data) ?? data));
    const page = paged(call, kind.field ?? kind.plural, rows, kind.page ?? { size: 100, most: 1000 });
    const places = away.map((location) => `${containerOf(pathOf(parent))}/locations/${location}`);
    return places.length > 0 ? { ...page, unreachable: places } : page;
  };
