import type { Asset, IamPolicy, Policy } from '#policy';
import { pathOf } from './edit.ts';
import type { Scene } from './scene.ts';

/** One value that a judgement looked at: the asset it stands in, and its path (`$iam…` in the IAM policy). */
export interface Read {
  readonly asset: string;
  readonly path: string;
}

type Seen = (segments: readonly string[]) => void;

/** Names that JavaScript itself asks any object for. */
const LANGUAGE = new Set(['toJSON', 'then', 'constructor', 'valueOf', 'toString', 'hasOwnProperty']);

/** A value that tells of every property that is read of it, at any depth. What is read is unchanged. */
function watched<T>(value: T, at: readonly string[], seen: Seen): T {
  if (typeof value !== 'object' || value === null) return value;
  const proxies = new WeakMap<object, object>();
  const tell = (target: object, key: string | symbol, here: readonly string[]): void => {
    if (typeof key === 'symbol' || LANGUAGE.has(key)) return;
    if (Array.isArray(target) && !/^\d+$/.test(key)) return;
    seen([...here, key]);
  };
  const wrap = (target: object, here: readonly string[]): object => {
    const known = proxies.get(target);
    if (known) return known;
    const frozen = Object.isFrozen(target);
    const shown = frozen ? (Array.isArray(target) ? [...target] : { ...target }) : target;
    const proxy = new Proxy(shown, {
      get(inner, key) {
        tell(inner, key, here);
        const got = Reflect.get(inner, key) as unknown;
        if (typeof got !== 'object' || got === null || typeof key === 'symbol') return got;
        // An Unknown, or anything else with a class of its own, is handed on as it is.
        const plain = Array.isArray(got) || Object.getPrototypeOf(got) === Object.prototype;
        return plain ? wrap(got, [...here, key]) : got;
      },
      has(inner, key) {
        tell(inner, key, here);
        return Reflect.has(inner, key);
      },
      getOwnPropertyDescriptor(inner, key) {
        tell(inner, key, here);
        return Reflect.getOwnPropertyDescriptor(inner, key);
      },
    });
    proxies.set(target, proxy);
    return proxy;
  };
  return wrap(value, at) as T;
}

/** How a scene shows its assets while it is watched. */
export interface Watch {
  readonly asset: (asset: Asset) => Asset;
  readonly iam: (name: string, policy: IamPolicy) => IamPolicy;
}

/** Every value that judging the subject looks at, parents before what stands in them. */
export function readsOf(policy: Policy, scene: Scene): readonly Read[] {
  const reads = new Map<string, Read>();
  const seen = (asset: string) => (segments: readonly string[]) => {
    const path = pathOf(segments);
    reads.set(`${asset} ${path}`, { asset, path });
  };
  const watch: Watch = {
    asset: (asset) =>
      Object.create(asset, {
        data: { value: watched(asset.data, [], seen(asset.name)) },
        isUnset: { value: (path: string) => asset.isUnset(path) },
        sourcePath: { value: (path: string) => asset.sourcePath(path) },
      }) as Asset,
    iam: (name, policy) => {
      seen(name)(['$iam']);
      return watched(policy, ['$iam'], seen(name));
    },
  };
  const shown = scene.watchedBy(watch);
  // Building a world reads project numbers and the like; only what the policy itself reads is asked for.
  shown.world.same('', '');
  reads.clear();
  shown.judge(policy);
  return [...reads.values()];
}
