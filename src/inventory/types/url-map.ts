import type { Absence, TypeTable } from './table.ts';

const V1 = 'Compute Engine API v1 reference, urlMaps HttpRedirectAction';

/** Where a map, a matcher, a path rule and a route rule say their redirect and their route action. */
const PLACES = [
  { redirect: 'defaultUrlRedirect', action: 'defaultRouteAction' },
  { redirect: 'pathMatchers[*].defaultUrlRedirect', action: 'pathMatchers[*].defaultRouteAction' },
  {
    redirect: 'pathMatchers[*].pathRules[*].urlRedirect',
    action: 'pathMatchers[*].pathRules[*].routeAction',
  },
  {
    redirect: 'pathMatchers[*].routeRules[*].urlRedirect',
    action: 'pathMatchers[*].routeRules[*].routeAction',
  },
];

const redirectAbsence = (redirect: string): [string, Absence][] => [
  [`${redirect}?.httpsRedirect`, { value: false, source: `${V1}: the default is false` }],
  [`${redirect}?.stripQuery`, { value: false, source: `${V1}: the default is false` }],
  [
    `${redirect}?.redirectResponseCode`,
    { value: 'MOVED_PERMANENTLY_DEFAULT', source: `${V1}: the default is 301` },
  ],
];

export const URL_MAP: TypeTable = {
  types: ['compute.googleapis.com/UrlMap'],
  absence: Object.fromEntries(PLACES.flatMap(({ redirect }) => redirectAbsence(redirect))),
  lists: [
    'hostRules',
    'hostRules[*].hosts',
    'pathMatchers',
    'pathMatchers[*].pathRules',
    'pathMatchers[*].pathRules[*].paths',
    'pathMatchers[*].routeRules',
    'pathMatchers[*].routeRules[*].matchRules',
    ...PLACES.map(({ action }) => `${action}?.weightedBackendServices`),
  ],
  renames: {
    hostRule: 'hostRules',
    'hostRules[*].host': 'hosts',
    pathMatcher: 'pathMatchers',
    'pathMatchers[*].pathRule': 'pathRules',
    'pathMatchers[*].pathRules[*].path': 'paths',
  },
};
