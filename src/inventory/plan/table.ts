import type { Schema } from '../../policy/schemas/index.ts';
import type { Json } from '../types/table.ts';

/** A Terraform attribute that does not stand where, or is not written as, its name says. */
export interface Field {
  /** Canonical path; `[*]` for a list. Left out where only what follows is said of an attribute. */
  readonly to?: string;
  /** Gives the canonical value, undefined for none, or an Unknown where it does not convert. Never sees an Unknown. */
  readonly read?: (value: unknown) => unknown;
  /** Asset types that the attribute refers to: joined through the configuration where the id is not known yet. */
  readonly refers?: string | readonly string[];
}

/** What the API makes of an attribute that is not set when the resource is created. */
export interface Creation {
  /** Left out: nothing, and what is below is only what other entries say. */
  readonly value?: string | number | boolean | ((data: Json) => unknown);
  /** Where it is documented or defined. */
  readonly source: string;
}

/**
 * How one Terraform resource type becomes an asset type, read forwards by the plan reader and backwards for positions
 * and repairs. Terraform paths are names joined by dots, without list indices: `settings.ip_configuration.ssl_mode`.
 * An attribute without an entry goes to the field of its schema that has the same name but for `_` and letter case;
 * whether a nested block stands for one object or for the elements of a list is told by that schema.
 */
export interface PlanTable {
  readonly resources: readonly string[];
  readonly type: string;
  /**
   * Full resource name; `{attribute}` stands for a value of the resource, or for its last part where it is a path, and
   * `{attribute%}` for the whole of it, its slashes encoded, `{attribute+}` for it as it is. With `{project}` the provider's project is meant where the
   * resource names none.
   */
  readonly name: string;
  /** The attribute that holds all of the resource as JSON text, where one does: every path of it is there. */
  readonly whole?: string;
  /** Terraform path to canonical path, or to what else there is to say of it. */
  readonly fields?: Readonly<Record<string, string | Field>>;
  /** Terraform paths of what says nothing a policy could use, or what only Terraform itself uses. */
  readonly dropped?: readonly string[];
  /** Canonical path to what is there where nothing sets it. A name followed by `?` is filled below only where it is. */
  readonly creation?: Readonly<Record<string, Creation>>;
  /** Schema of the shape that the fields go to, where that is not the type's canonical one: Knative services. */
  readonly schema?: Schema;
  /** What takes more than one attribute to tell; changes `data` in place. */
  readonly settle?: (data: Json, values: Json) => void;
  /** Attributes that the provider computes and that follow from what is set: others refer to them. */
  readonly derived?: (values: Json, project: string | undefined) => Json;
}

/** An entry of `fields` in its long form. */
export const fieldOf = (table: PlanTable, path: string): Field | undefined => {
  const field = table.fields?.[path];
  return typeof field === 'string' ? { to: field } : field;
};

/** Attributes of any resource that Terraform or its provider keeps for itself. */
const OWN: ReadonlySet<string> = new Set([
  'id',
  'self_link',
  'timeouts',
  'terraform_labels',
  'effective_labels',
  'effective_annotations',
  'deletion_policy',
  'project',
]);

/** Whether an attribute (and all below it) is left out. */
export const isDropped = (table: PlanTable, path: string): boolean =>
  (OWN.has(path) && table.fields?.[path] === undefined) || (table.dropped?.includes(path) ?? false);
