import type { AssetServiceClient } from '@google-cloud/asset/build/src/v1/index.js';
import { failureOf } from '../../google/failure.ts';
import { type Session, TIMEOUT } from '../../google/session.ts';
import type { ProtoAsset } from './record.ts';
import { timestampOf, timeText } from './struct.ts';
import type { Content } from './wanted.ts';

export const SERVICE = 'cloudasset.googleapis.com';

/** ListAssets: 100 a minute for each project that calls. Source: https://cloud.google.com/asset-inventory/docs/quota. */
const QUOTA = { name: 'cloudasset ListAssets', perMinute: 100 };

/**
 * Half of the most that a page may hold (Cloud Asset API v1, assets.list, `pageSize`): while a page is decoded it takes
 * some twenty times its size, and the quota lets fifty thousand assets a minute through at that.
 */
const PAGE = 500;

/** Each content as the API calls it, and what reading it takes. Source: https://cloud.google.com/asset-inventory/docs/access-control. */
export const CONTENTS = {
  resource: { name: 'RESOURCE', permission: 'cloudasset.assets.listResource' },
  iam: { name: 'IAM_POLICY', permission: 'cloudasset.assets.listIamPolicy' },
  orgpolicy: { name: 'ORG_POLICY', permission: 'cloudasset.assets.listOrgPolicy' },
} as const satisfies Record<Content, { name: string; permission: string }>;

/** One list: what of which scope. */
export interface Listing {
  /** `projects/p`, `folders/1`, `organizations/9`. */
  readonly parent: string;
  readonly content: Content;
  /** Undefined for all. */
  readonly types: readonly string[] | undefined;
  /** RFC 3339; the present where it is left out. */
  readonly readTime?: string | undefined;
  readonly token?: string | undefined;
}

/** One page of it. */
export interface AssetPage {
  readonly assets: readonly ProtoAsset[];
  readonly next: string | undefined;
  readonly readTime: string | undefined;
}

/** Cloud Asset Inventory, page by page. */
export class AssetInventory {
  readonly #session: Session;
  #client: Promise<AssetServiceClient> | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /** @throws what the client throws in the end */
  async page({ parent, content, types, readTime, token }: Listing, size = PAGE): Promise<AssetPage> {
    const client = await this.#load();
    const request = {
      parent,
      contentType: CONTENTS[content].name,
      pageSize: size,
      ...(types && { assetTypes: [...types] }),
      ...(readTime !== undefined && { readTime: timestampOf(readTime) }),
      ...(token !== undefined && { pageToken: token }),
    };
    const [assets, , response] = await this.#session.read(QUOTA, () =>
      client.listAssets(request, { autoPaginate: false, retry: null, timeout: TIMEOUT }),
    );
    const { nextPageToken, readTime: at } = response ?? {};
    return { assets, next: nextPageToken || undefined, readTime: at ? timeText(at) : undefined };
  }

  /**
   * Which of the types the inventory has: it refuses a list that names one that it has not, without saying which, so
   * halves are tried. One page of one asset each.
   * @throws what the client throws where even a type that is always there is refused
   */
  async probe(parent: string, types: readonly string[]): Promise<Probe> {
    const bad: string[] = [];
    let readTime: string | undefined;
    const attempt = async (some: readonly string[]): Promise<void> => {
      try {
        const page = await this.page({ parent, content: 'resource', types: some }, 1);
        readTime ??= page.readTime;
      } catch (error) {
        if (failureOf(error).kind !== 'invalid') throw error;
        // What is refused with a type that surely is there is refused for another reason.
        if (some.includes(SURE) && some.length > 1)
          await this.page({ parent, content: 'resource', types: [SURE] }, 1);
        else if (some.includes(SURE)) throw error;
        if (some.length === 1) bad.push(...some);
        else {
          const half = some.length >> 1;
          await attempt(some.slice(0, half));
          await attempt(some.slice(half));
        }
      }
    };
    await attempt(types);
    return { readTime, unsupported: bad };
  }

  #load(): Promise<AssetServiceClient> {
    this.#client ??= (async () => {
      const { default: module } = await import('@google-cloud/asset/build/src/v1/index.js');
      // biome-ignore lint/suspicious/noExplicitAny: gax brings a version of the library of its own.
      return new module.AssetServiceClient({ auth: this.#session.credentials.auth as any });
    })();
    return this.#client;
  }

  async close(): Promise<void> {
    await (await this.#client)?.close();
  }
}

/** Asked for in every run. */
const SURE = 'cloudresourcemanager.googleapis.com/Project';

/** What a first look at the inventory tells. */
export interface Probe {
  readonly readTime: string | undefined;
  readonly unsupported: readonly string[];
}
