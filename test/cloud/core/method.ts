/** What the core needs to know of a method: the part of the schema's own type that it reads. */
export interface Method {
  readonly id: string;
  readonly host: string;
  readonly verb: string;
  readonly template: string;
  readonly request?: unknown;
  readonly body?: string | undefined;
  readonly response?: unknown;
}
