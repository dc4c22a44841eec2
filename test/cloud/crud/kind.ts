import type { Status } from '../core/errors.ts';
import { type JsonObject, textOf } from '../core/json.ts';
import type { Call } from '../core/service.ts';
import type { Resource } from '../core/store.ts';
import type { Mask } from '../schema/mask.ts';

/** What is done to a resource by a method of its own. */
export type Verb =
  | 'get'
  | 'list'
  | 'create'
  | 'update'
  | 'delete'
  | 'getIamPolicy'
  | 'setIamPolicy'
  | 'testIamPermissions';

/** A write before it is stored. */
export interface Write {
  /** Full resource name. */
  readonly name: string;
  /** As the API shows the name: `projects/p/secrets/s`. */
  readonly path: string;
  /** Undefined where it is made. */
  readonly before: Resource | undefined;
  /** The resource with what the client sets, and what the service had set before. */
  readonly data: JsonObject;
  /** The fields that the request changes, in full. */
  readonly mask: Mask;
}

/** Long-running writes of a kind. */
export interface Work {
  readonly verbs: readonly ('create' | 'update' | 'delete')[];
  /** Message of the operation's metadata, with its fields beside `@type`. */
  readonly metadata: string;
  readonly details?: (call: Call, verb: string, path: string, ended: string | undefined) => JsonObject;
  /** Message of the resource in the operation's response. */
  readonly message: string;
  /** The resource is seen at once, with its `state` telling what is done to it; no other write is taken meanwhile. */
  readonly states?: boolean;
}

/** One kind of resource that an API keeps, lists and changes by name: a table of what is its own. */
export interface Kind {
  /** Asset type: `secretmanager.googleapis.com/Secret`. */
  readonly type: string;
  /** In paths: `secrets`. */
  readonly plural: string;
  /** How its permissions begin: `secretmanager.secrets`. */
  readonly permission: string;
  /** Permissions that are called otherwise. */
  readonly permissions?: Readonly<Partial<Record<Verb, string>>>;
  /** Method ids, each with what it does; some do the same in two versions. */
  readonly methods: Readonly<Record<string, Verb>>;
  /** Field of the list; what stands in paths by default. */
  readonly field?: string;
  /** Rows of a page by default and at most; 100 and 1000 where the API documents none. */
  readonly page?: { readonly size: number; readonly most: number };
  /** The list names locations that do not answer. */
  readonly unreachable?: boolean;
  /** Query parameter of a create that chooses the id. */
  readonly id?: string;
  /** The id where something else chooses it. */
  readonly idOf?: (call: Call, body: JsonObject, parent: string) => string;
  /** Field of the body that holds the resource, where others stand beside it. */
  readonly wrapped?: string;
  /** The inventory's name has the number of the project and not its id. */
  readonly numbered?: boolean;
  /** As the API shows a name; with the project's id by default. */
  readonly shown?: (call: Call, path: string) => string;
  /** Fields of a resource that tell its name; `name` by default. */
  readonly naming?: (path: string, data: JsonObject) => JsonObject;
  /** The path that a call names, where that is not the one variable of its own. */
  readonly path?: (call: Call) => string;
  /** Full resource name of a path, where it is not the path behind the host. */
  readonly locate?: (call: Call, path: string) => string;
  /** What an update without mask changes: the fields it has, everything that a client sets, just these; or it is refused. */
  readonly unmasked: 'populated' | 'replaced' | 'refused' | readonly string[];
  /** Fields that are chosen when it is made, where no mark in the schema says so. */
  readonly fixed?: readonly string[];
  /** Of resources with etag: how one that is not the present one is refused. */
  readonly etag?: { readonly http: number; readonly status: Status; readonly message: string };
  readonly work?: Work;
  /** An update that finds nothing makes it where `allowMissing` is set. */
  readonly allowMissing?: boolean;
  /** Refuses a write that the schema lets pass. */
  readonly check?: (call: Call, write: Write) => void;
  /** What a write leaves in the store: with defaults, times and what follows from the rest. Etags are set here already. */
  readonly fill?: (call: Call, write: Write) => JsonObject;
  /** Done before a delete; throws where it is refused. */
  readonly leaving?: (call: Call, resource: Resource) => void;
  /** Words of the 404, of the 409 of a second one. */
  readonly missing?: (path: string) => string;
  readonly taken?: (path: string) => string;
  /** A resource as a filter sees it, where that has more fields. */
  readonly filtered?: (data: JsonObject) => JsonObject;
}

/** Times of a resource: when it was made, where that was ever said, and when it was last written. */
export function times(call: Call, { before }: Write): JsonObject {
  const now = call.cloud.clock.iso();
  const made = before ? textOf(before.data['createTime']) : now;
  return { ...(made === undefined ? {} : { createTime: made }), updateTime: now };
}

/** Of a resource that has only the first of both. */
export const madeAt = (call: Call, write: Write): JsonObject => {
  const { updateTime: _, ...made } = times(call, write);
  return made;
};
