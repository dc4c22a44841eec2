import type { Asset } from '../../policy/model.ts';

const REVISION = 'run.googleapis.com/Revision';

/** An image that serves, by what the inventory says of it. */
export interface ServingImage {
  /** `us-docker.pkg.dev/shop/app/api`. */
  readonly repository: string;
  /** `sha256:…`; undefined where only a tag is known. */
  readonly digest: string | undefined;
  readonly tag: string | undefined;
  /** Of the registry; undefined where it is none of Google's. */
  readonly project: string | undefined;
}

interface Deployed {
  readonly containers: readonly { readonly name: string; readonly image: string }[];
  /** The digest that its one container was resolved to, or those of its containers by name. */
  readonly digest: string | undefined;
  readonly digests: ReadonlyMap<string, string>;
}

type Loose = Readonly<Record<string, unknown>>;
const loose = (value: unknown): Loose =>
  typeof value === 'object' && value !== null ? (value as Loose) : {};
const list = (value: unknown): readonly Loose[] => (Array.isArray(value) ? value.map(loose) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const lastOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
const digestIn = (reference: string): string | undefined => reference.split('@')[1];

/** Registries of Google's, which take the credentials of an audit. */
const REGISTRY =
  /^((?:[a-z0-9-]+-)?docker\.pkg\.dev|(?:[a-z]+\.)?gcr\.io)\/((?:[a-z0-9.-]+\.[a-z]+\/)?[^/]+)\//;

/** Finds which images serve: those of every service's template, and of every revision that gets traffic. */
export class Serving {
  /** By `projects/p/locations/l` and name. */
  readonly #revisions = new Map<string, Deployed>();
  readonly #services: {
    readonly template: Deployed;
    readonly latest: string;
    readonly named: readonly string[];
  }[] = [];

  /** Notes a service or a revision of Cloud Run, in canonical shape. */
  note({ type, name, data }: Asset): void {
    const place = /projects\/[^/]+\/locations\/[^/]+/.exec(name)?.[0] ?? '';
    if (type === REVISION) this.#revisions.set(`${place} ${lastOf(name)}`, deployed(data as Loose));
    else {
      const { template, traffic, latestReadyRevision } = data as Loose;
      const named = list(traffic)
        .filter(({ percent, revision }) => Boolean(percent) && typeof revision === 'string')
        .map(({ revision }) => `${place} ${lastOf(text(revision))}`);
      const latest = `${place} ${lastOf(text(latestReadyRevision))}`;
      this.#services.push({ template: deployed(loose(template)), latest, named });
    }
  }

  /** Every image once, in a stable order. */
  images(): readonly ServingImage[] {
    const found = new Map<string, ServingImage>();
    const add = ({ containers }: Deployed, resolved: Deployed | undefined) => {
      for (const container of containers) {
        const image = imageOf(container.image, digestOf(container, resolved));
        found.set(`${image.repository} ${image.digest ?? image.tag}`, image);
      }
    };
    for (const { template, latest, named } of this.#services) {
      add(template, this.#revisions.get(latest));
      for (const name of named) {
        const revision = this.#revisions.get(name);
        if (revision) add(revision, revision);
      }
    }
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, image]) => image);
  }
}

function deployed(settings: Loose): Deployed {
  const observed = loose(settings['observed']);
  return {
    containers: list(settings['containers']).map(({ name, image }) => ({
      name: text(name),
      image: text(image),
    })),
    digest: digestIn(text(observed['imageDigest'])),
    digests: new Map(
      list(observed['containers']).flatMap(({ name, imageDigest }) => {
        const digest = digestIn(text(imageDigest));
        return digest === undefined ? [] : [[text(name), digest]];
      }),
    ),
  };
}

/** What the container runs: its image may say so itself, else Cloud Run resolved its tag. */
function digestOf(
  { name, image }: Deployed['containers'][number],
  resolved: Deployed | undefined,
): string | undefined {
  const alone = resolved?.containers.length === 1 ? resolved.digest : undefined;
  return digestIn(image) ?? resolved?.digests.get(name) ?? alone;
}

function imageOf(reference: string, digest: string | undefined): ServingImage {
  const [named = ''] = reference.split('@');
  const colon = named.lastIndexOf(':');
  const tagged = colon > named.lastIndexOf('/');
  const repository = tagged ? named.slice(0, colon) : named;
  return {
    repository,
    digest,
    tag: tagged ? named.slice(colon + 1) : undefined,
    project: REGISTRY.exec(repository)?.[2]?.replace(/^([^/]+\.[a-z]+)\//, '$1:'),
  };
}
