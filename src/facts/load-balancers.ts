import { type Asset, located, type World } from '#policy';

type UrlMap = Asset<'compute.googleapis.com/UrlMap'>;
type Redirect = NonNullable<UrlMap['data']['defaultUrlRedirect']>;

/** Schemes of a backend service that takes requests from the internet: Compute API, loadBalancingScheme. */
export const EXTERNAL_SCHEMES = ['EXTERNAL', 'EXTERNAL_MANAGED'] as const;

/** Where one route of a URL map sends a request. */
export interface Route {
  readonly httpsRedirect: boolean;
  /** Compute API, HttpRedirectAction.redirectResponseCode; absent means 301. */
  readonly redirectResponseCode: string;
}

const route = (map: UrlMap, path: string, redirect: Redirect | undefined): Route =>
  located(
    {
      httpsRedirect: redirect?.httpsRedirect === true,
      redirectResponseCode: redirect?.redirectResponseCode ?? 'MOVED_PERMANENTLY_DEFAULT',
    },
    map,
    path,
  );

/**
 * Every route a request may take through the URL map of a proxy: its default, each path matcher's default, and each
 * path and route rule, for a host or path rule bypasses the default. Source: Compute API, UrlMap.
 */
export function routesOf(proxy: Asset<'compute.googleapis.com/TargetHttpProxy'>, world: World): Route[] {
  const map = world.get('compute.googleapis.com/UrlMap', proxy.data.urlMap ?? '', proxy);
  const { defaultUrlRedirect, pathMatchers } = map.data;
  const out = [route(map, 'defaultUrlRedirect', defaultUrlRedirect)];
  (pathMatchers ?? []).forEach((matcher, i) => {
    const at = `pathMatchers[${i}]`;
    out.push(route(map, `${at}.defaultUrlRedirect`, matcher.defaultUrlRedirect));
    (matcher.pathRules ?? []).forEach((rule, j) => {
      out.push(route(map, `${at}.pathRules[${j}].urlRedirect`, rule.urlRedirect));
    });
    (matcher.routeRules ?? []).forEach((rule, j) => {
      out.push(route(map, `${at}.routeRules[${j}].urlRedirect`, rule.urlRedirect));
    });
  });
  return out;
}

/** What a proxy negotiates. */
export interface TlsFloor {
  readonly minTlsVersion: string | undefined;
  readonly profile: string | undefined;
  readonly enabledFeatures: readonly string[];
}

/**
 * The oldest TLS version and the ciphers a proxy accepts. Without an SSL policy that is TLS 1.0 and the profile
 * COMPATIBLE (https://cloud.google.com/load-balancing/docs/ssl-policies-concepts).
 */
export function tlsFloor(proxy: Asset<'compute.googleapis.com/TargetHttpsProxy'>, world: World): TlsFloor {
  const reference = proxy.data.sslPolicy;
  if (reference === undefined)
    return { minTlsVersion: 'TLS_1_0', profile: 'COMPATIBLE', enabledFeatures: [] };
  const policy = world.get('compute.googleapis.com/SslPolicy', reference, proxy);
  const { minTlsVersion, profile, enabledFeatures } = policy.data;
  return located({ minTlsVersion, profile, enabledFeatures: enabledFeatures ?? [] }, policy, '');
}
