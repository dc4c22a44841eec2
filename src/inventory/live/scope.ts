/** What is collected: a project, a folder or an organization, with all below it. */
export interface Scope {
  readonly kind: 'projects' | 'folders' | 'organizations';
  /** A project's id or number, a folder's or an organization's number. */
  readonly id: string;
}

/** As the APIs name it: `projects/shop-prod`. */
export const nameOf = ({ kind, id }: Scope): string => `${kind}/${id}`;

/** The scope of such a name. */
export function scopeOf(name: string): Scope {
  const [kind = '', id = ''] = name.split('/');
  return { kind: kind as Scope['kind'], id };
}

/** A number, an id of today's, or one of a domain (`example.com:shop`). */
const PROJECT = /^(\d+|([a-z0-9.-]+:)?[a-z][a-z0-9-]{2,61}[a-z0-9])$/;

/** Whether a text is what names such a scope. Source: Resource Manager API v3, Project.projectId. */
export const isScopeId = (kind: Scope['kind'], id: string): boolean =>
  kind === 'projects' ? PROJECT.test(id) : /^\d+$/.test(id);
