import { makeAsset } from '../asset.ts';
import { readEnvelope } from '../envelope.ts';
import type { Target } from './apis/index.ts';
import { Serving } from './serving.ts';

const PROJECT = 'cloudresourcemanager.googleapis.com/Project';
const SQL = 'sqladmin.googleapis.com/Instance';
const RUN = new Set(['run.googleapis.com/Service', 'run.googleapis.com/Revision']);
const CONTAINERS = new Set([
  PROJECT,
  'cloudresourcemanager.googleapis.com/Folder',
  'cloudresourcemanager.googleapis.com/Organization',
]);

/** What the records so far tell of what else is to be asked for. Texts are few, whatever the size of the inventory. */
export class Seen {
  /** Asset types with resource content. */
  readonly types = new Set<string>();
  /** Ids of projects that are in use. */
  readonly projects = new Set<string>();
  /** Relative names of the projects (by id and by number), folders and organizations that have a record. */
  readonly containers = new Set<string>();
  readonly #above = new Map<string, readonly string[]>();
  readonly serving = new Serving();
  readonly #instances: { readonly target: Target; readonly pitr: boolean }[] = [];

  /** Notes a record, one line of the snapshot, of a given type. */
  note(type: string, line: string): void {
    this.types.add(type);
    if (!CONTAINERS.has(type) && type !== SQL && !RUN.has(type)) return;
    const raw = readEnvelope(JSON.parse(line));
    if (raw.kind !== 'record' || raw.data === undefined) return;
    if (CONTAINERS.has(type)) this.#container(raw.name, raw.data, raw.ancestors);
    else if (type === SQL) this.#instance(raw.name, raw.data);
    else this.serving.note(makeAsset(raw, { uri: '' }));
  }

  #container(
    name: string,
    { projectId, projectNumber, lifecycleState, state }: Record<string, unknown>,
    ancestors: readonly string[],
  ): void {
    const names = [name.slice(name.indexOf('/', 2) + 1)];
    if (typeof projectId === 'string') names.push(`projects/${projectId}`, `projects/${projectNumber}`);
    for (const one of names) {
      this.containers.add(one);
      this.#above.set(one, ancestors);
    }
    if (typeof projectId !== 'string') return;
    // A project that is being deleted answers nothing.
    if ((lifecycleState ?? state ?? 'ACTIVE') === 'ACTIVE') this.projects.add(projectId);
  }

  /** The folders and the organization that a project or folder stands in, nearest first, as its record says. */
  above(name: string): readonly string[] {
    return (this.#above.get(name) ?? []).filter((one) => !one.startsWith('projects/') && one !== name);
  }

  #instance(fullName: string, data: Record<string, unknown>): void {
    const [, project, name] = /\/projects\/([^/]+)\/instances\/([^/]+)$/.exec(fullName) ?? [];
    if (project === undefined || name === undefined) return;
    const settings = data['settings'] as
      | { backupConfiguration?: { pointInTimeRecoveryEnabled?: unknown; binaryLogEnabled?: unknown } }
      | undefined;
    const { pointInTimeRecoveryEnabled, binaryLogEnabled } = settings?.backupConfiguration ?? {};
    const pitr = pointInTimeRecoveryEnabled === true || binaryLogEnabled === true;
    this.#instances.push({ target: { project, name }, pitr });
  }

  /** What a collector is asked about, in a stable order. */
  targets(of: 'project' | 'sql-instance' | 'sql-instance-pitr' | 'image'): readonly Target[] {
    switch (of) {
      case 'project':
        return [...this.projects].sort().map((project) => ({ project, name: '' }));
      case 'image':
        return this.serving
          .images()
          .flatMap(({ project, repository, digest }) =>
            project === undefined || digest === undefined
              ? []
              : [{ project, name: `${repository}@${digest}` }],
          );
      default:
        return this.#instances
          .filter(({ pitr }) => of === 'sql-instance' || pitr)
          .map(({ target }) => target);
    }
  }
}
