import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { pathOf } from '../../core/names.ts';
import { paged } from '../../core/pages.ts';
import * as refusals from '../../core/refusals.ts';
import type { Call, Handler } from '../../core/service.ts';
import type { Resource } from '../../core/store.ts';
import { type Collection, type Scope, typeOf } from './collections.ts';
import { fullName, LINKS, namedBy, notFound, pathOf as pathIn, permission } from './names.ts';
import { PLACES } from './places.ts';
import { shown } from './shown.ts';

/** The resource that a path names, once the caller has the permission. */
export function found(call: Call, collection: Collection, action: string): Resource {
  const named = namedBy(call);
  call.require(permission(collection, named.scope, action), fullName(named));
  const resource = call.cloud.store.get(fullName(named));
  if (!resource) throw notFound(pathIn(named));
  return resource;
}

export const get =
  (collection: Collection): Handler =>
  (call) =>
    shown(collection, found(call, collection, 'get'));

const PAGE = { size: 500, most: 500, parameter: 'maxResults' };

/** A condition of a list's `filter` (`name = x`, `name eq x`); what says more is not narrowed here, clients do it again. */
function selects(filter: string | null): (item: JsonObject) => boolean {
  const [, field = '', operator = '', text = ''] =
    /^\(?\s*([\w.]+)\s*(=|!=|eq|ne)\s*"?([^"\s()]+)"?\s*\)?$/.exec(filter ?? '') ?? [];
  if (operator === '') return () => true;
  const same = operator === '=' || operator === 'eq';
  return (item) =>
    (String(
      field
        .split('.')
        .reduce<Json | undefined>((value, key) => (isObject(value) ? value[key] : undefined), item),
    ) ===
      text) ===
    same;
}

/** The list of one place. A place that does not answer is no partial list but an error. */
export const list =
  (collection: Collection): Handler =>
  (call) => {
    const { project, place, scope, plural } = namedBy(call);
    call.require(permission(collection, scope, 'list'), `projects/${project}`);
    if (call.unreachable.includes(place.split('/')[1] ?? place)) throw refusals.unavailable({});
    const items = call.cloud.store
      .list(typeOf(collection, scope), { project })
      .filter(({ name }) => placeOf(name) === place)
      .map((one) => shown(collection, one))
      .filter(selects(call.query.get('filter')));
    return {
      kind: collection.listKind ?? `${collection.kind}List`,
      id: `projects/${project}/${place}/${plural}`,
      selfLink: `${LINKS}projects/${project}/${place}/${plural}`,
      ...paged(call, 'items', items, PAGE),
    };
  };

const placeOf = (name: string): string =>
  pathOf(name)
    .split('/')
    .slice(2, pathOf(name).includes('/global/') ? 3 : 4)
    .join('/');

/**
 * The list of every place. One that does not answer is a warning in its place and named in `unreachables`, where partial
 * success was asked for; without that the whole is an error (the parameter's documentation).
 */
export const aggregated =
  (collection: Collection): Handler =>
  (call) => {
    const project = call.cloud.project(call.vars['project'] ?? '')?.id ?? call.vars['project'] ?? '';
    const scopes = Object.keys(collection.classes) as Scope[];
    const own = scopes.find((scope) => !/^(Region|Global)/.test(collection.classes[scope] ?? '')) ?? 'global';
    call.require(permission(collection, own, 'list'), `projects/${project}`);
    const away = call.unreachable.flatMap((where) =>
      PLACES.filter(({ name }) => name === where).map(({ path }) => path),
    );
    if (away.length > 0 && call.query.get('returnPartialSuccess')?.toLowerCase() !== 'true')
      throw refusals.unavailable({});
    const all = [...new Set(scopes.map((scope) => typeOf(collection, scope)))]
      .flatMap((type) => call.cloud.store.list(type, { project }))
      .filter(({ name }) => !away.includes(placeOf(name)))
      .filter((one) => selects(call.query.get('filter'))(shown(collection, one)));
    const page = paged(
      call,
      'page',
      all.map((one) => ({ place: placeOf(one.name), item: shown(collection, one) })),
      PAGE,
    );
    const items: Record<string, JsonObject> = {};
    for (const { path, scope } of PLACES) {
      if (scopes.includes(scope))
        items[path] = { warning: away.includes(path) ? unreachable(path) : empty(path) };
    }
    for (const { place, item } of (page['page'] ?? []) as { place: string; item: JsonObject }[]) {
      const there = items[place]?.[collection.plural];
      items[place] = { [collection.plural]: [...(Array.isArray(there) ? there : []), item] };
    }
    return {
      kind: `${collection.kind}AggregatedList`,
      id: `projects/${project}/aggregated/${collection.plural}`,
      selfLink: `${LINKS}projects/${project}/aggregated/${collection.plural}`,
      items,
      ...(page['nextPageToken'] === undefined ? {} : { nextPageToken: page['nextPageToken'] }),
      ...(away.length > 0 ? { unreachables: [...away] } : {}),
    };
  };

const empty = (place: string): JsonObject => ({
  code: 'NO_RESULTS_ON_PAGE',
  message: `There are no results for scope '${place}' on this page.`,
  data: [{ key: 'scope', value: place }],
});

const unreachable = (place: string): JsonObject => ({
  code: 'UNREACHABLE',
  message: `The scope '${place}' could not be reached.`,
  data: [{ key: 'scope', value: place }],
});
