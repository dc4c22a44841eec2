import type { Credentials } from '../../../google/credentials.ts';
import type { Quota } from '../../../google/session.ts';

/** What an API is asked about, as the records of the inventory show it. */
export interface Target {
  /** Id of the project that the records stand in. */
  readonly project: string;
  /** What within it, as its API names it; empty for the project as a whole. */
  readonly name: string;
}

/** A resource that an API gave. */
export interface Found {
  /** Full resource name, without the leading slashes: `cloudsql.googleapis.com/projects/p/instances/i/users/u`. */
  readonly name: string;
  readonly data: object;
  readonly location?: string | undefined;
}

/** One page of an answer. */
export interface Page {
  readonly found: readonly Found[];
  readonly next?: string | null | undefined;
  /** What the same method is to be asked about as well: the services of a project, its locations. */
  readonly more?: readonly Target[] | undefined;
  /** Places that the API says it could not ask. */
  readonly unreachable?: readonly string[] | undefined;
}

/** A type of resources that Cloud Asset Inventory does not have, and the one method that lists it. */
export interface Collector {
  /** Asset type under which the records are written. */
  readonly type: string;
  readonly service: string;
  /** The method, as its reference names it. */
  readonly method: string;
  readonly permissions: readonly string[];
  readonly quota: Quota;
  /** What it is asked for once each. */
  readonly of: 'project' | 'sql-instance' | 'sql-instance-pitr' | 'image';
  /** One page. @throws what the client throws */
  list(credentials: Credentials, target: Target, token: string | undefined): Promise<Page>;
}
