import { type Asset, type AssetData, attempt, each, located, Unknown, type World } from '#policy';
import { builtUser } from './image-build.ts';
import { type Running, type RunService, serving } from './run-serving.ts';

const CONFIG = 'oci.image/Config';
const REVISION = 'run.googleapis.com/Revision';
type Config = Asset<typeof CONFIG>;
type Container = NonNullable<Running['settings']['containers']>[number];

/**
 * What the User of an image must be so that it is not root: empty, `0` and `root` are, with or without a group. A
 * number other than 0 is not; a name other than root is taken at its word.
 * Source: OCI image specification, config.md, `User`; an empty one is root.
 */
export const NOT_ROOT = { noneOf: ['', '0', 'root'], notMatches: '^(0+|root)?:|^0+$' } as const;

const isRoot = (user: string): boolean =>
  NOT_ROOT.noneOf.some((one) => one === user) || new RegExp(NOT_ROOT.notMatches).test(user);

/** `repository:tag` of a reference, without digest; `latest` where it has no tag. */
function tagged(reference: string): string {
  const [name = ''] = reference.split('@');
  return name.lastIndexOf(':') > name.lastIndexOf('/') ? name : `${name}:latest`;
}

/** A reference without tag and digest. */
const repositoryOf = (reference: string): string => {
  const name = tagged(reference);
  return name.slice(0, name.lastIndexOf(':'));
};

const digestIn = (reference: string | undefined): string | undefined => reference?.split('@')[1];

/** The digest that a container of a revision runs: its image may name one, else Cloud Run resolved its tag to one. */
function digestOf({ name, image }: Container, { asset }: Running, service: RunService, world: World) {
  const named = digestIn(image);
  if (named !== undefined) return named;
  const latest = service.data.latestReadyRevision;
  const revision =
    asset.type === REVISION
      ? (asset as Asset<typeof REVISION>)
      : latest === undefined
        ? undefined
        : attempt(() => world.get(REVISION, latest, service));
  if (revision === undefined || revision instanceof Unknown) return undefined;
  const { observed, containers } = revision.data;
  const own = observed?.containers?.find((one) => one.name === name)?.imageDigest;
  // Of several containers, a revision may tell only the digest of the one that takes requests.
  return digestIn(own ?? (containers?.length === 1 ? observed?.imageDigest : undefined));
}

/** The configuration, where whoever looked for it found it. @throws Unknown that says why not */
function readable(config: Config): Config {
  const { unread, reference } = config.data;
  if (!unread) return config;
  throw new Unknown(
    unread.state ?? 'not-read',
    `the configuration of ${reference} was not read: ${unread.cause}`,
    {
      ...(unread.needs !== undefined && { needs: unread.needs }),
      gap: { type: CONFIG },
    },
  );
}

const byDigest = new WeakMap<readonly Config[], ReadonlyMap<string, readonly Config[]>>();

/** What was given of a digest: one image may stand in several repositories, and its own is told of, else the first by name. */
function ofDigest(given: readonly Config[], digest: string, image: string): Config | undefined {
  let known = byDigest.get(given);
  if (!known) {
    const found = new Map<string, Config[]>();
    for (const config of given)
      for (const one of new Set([config.data.digest, digestIn(config.data.reference)])) {
        if (one === undefined) continue;
        const same = found.get(one);
        if (same) same.push(config);
        else found.set(one, [config]);
      }
    for (const same of found.values()) same.sort((a, b) => (a.name < b.name ? -1 : 1));
    byDigest.set(given, (known = found));
  }
  const all = known.get(digest) ?? [];
  const read = all.filter(({ data }) => !data.unread);
  const same = read.length > 0 ? read : all;
  const own = repositoryOf(image);
  return same.find(({ data }) => repositoryOf(data.reference ?? '') === own) ?? same[0];
}

/** The configuration of an image among those given. @throws Unknown that says how to supply it. */
function configOf(
  image: string,
  digest: string | undefined,
  world: World,
  note: (text: string) => void,
): Config {
  const configs = attempt(() => world.of(CONFIG));
  const given = configs instanceof Unknown ? [] : configs;
  const exact = digest === undefined ? undefined : ofDigest(given, digest, image);
  if (exact) return readable(exact);
  const sameTag = given.find(({ data }) => tagged(data.reference ?? '') === tagged(image));
  const other = sameTag?.data.digest;
  if (sameTag && (digest === undefined || other === undefined)) {
    const found = readable(sameTag);
    note(`${image} was found by its tag, which may mean another image by now`);
    return found;
  }
  throw new Unknown(
    'not-read',
    sameTag
      ? `${image} runs ${digest}, but was given as ${other}`
      : `the configuration of ${image} was not given`,
    {
      needs: `give the image: --image ${image}=PATH (an OCI layout or a docker save archive)`,
      gap: { type: CONFIG },
    },
  );
}

/**
 * The configuration of the image of every container that serves, sidecars included, joined by digest, or by tag with
 * a note. One that was not given is an unknown element.
 */
export function servingImages(
  service: RunService,
  world: World,
  note: (text: string) => void,
): (NonNullable<AssetData[typeof CONFIG]['config']> | Unknown)[] {
  return each(serving(service, world), (running) =>
    each(running.settings.containers, (container) => {
      const image = container.image ?? '';
      const found = attempt(() => configOf(image, digestOf(container, running, service, world), world, note));
      if (found instanceof Unknown) {
        // Source says what the next build is like: enough to fail what is not known, never to pass it.
        const built = builtUser(image, world);
        if (built === undefined || !isRoot(built.User ?? '')) throw found;
        note(`the image of ${image} was not given; its Dockerfile was`);
        return built;
      }
      const config = { ...found.data.config };
      if (/^[a-z_]/i.test(config.User ?? ''))
        note(`the user of ${image} is a name, "${config.User}", not a number`);
      return located(config, found, 'config');
    }),
  );
}
