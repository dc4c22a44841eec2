import { basename, dirname } from 'node:path';
import type { Evidence } from './coverage.ts';
import { Witness } from './evidence.ts';
import type { ProjectIds } from './references.ts';

/** `export-00003-of-00010.json`: exports larger than a file come in such shards. */
const SHARD = /^(.*?)-?\d{5,}-of-(\d{5,})(.*)$/;

/** `compute.googleapis.com/Disk/0` behind the prefix of an export that is written by type (`uriPrefix`). */
const OF_TYPE = /^(.*?)[a-z0-9-]+(?:\.[a-z0-9-]+)+[\\/][A-Z]\w*[\\/]\d+$/;

/** What the files of one export have in common in their paths: its shards, or its types. Else the path itself. */
export function exportOf(path: string): string {
  const shard = SHARD.exec(basename(path));
  if (shard) return `${dirname(path)}/${shard[1]} ${shard[2]} ${shard[3]}`;
  const ofType = OF_TYPE.exec(path);
  return ofType ? `${ofType[1]} by type` : path;
}

/**
 * The exports that a file set is made of. Of a directory nothing says whether its files are parts of one export or
 * exports of several projects, so their names and records tell: files named as the parts of one export are one, and so
 * are files with resources of the same project. What shares neither with the others speaks for its own projects only.
 */
export class Exports {
  readonly #uri: string;
  readonly #parts = new Map<string, Witness>();
  #whole: Witness | undefined;

  constructor(uri: string) {
    this.#uri = uri;
  }

  /** Who collects what a file is seen to hold. */
  witness(file: string): Witness {
    const key = exportOf(file);
    let witness = this.#parts.get(key);
    if (!witness) this.#parts.set(key, (witness = new Witness(this.#uri)));
    return witness;
  }

  /** The file set as a whole, once it was read. */
  get whole(): Witness {
    return (this.#whole ??= this.#merged([...this.#parts.values()]));
  }

  /** One entry for each export; a manifest speaks for the whole file set. */
  evidence(ids: ProjectIds): Evidence[] {
    const whole = this.whole;
    const several = this.#apart(ids);
    if (several.length < 2) return whole.evidence();
    return [...several.flatMap((one) => one.evidence().slice(0, 1)), ...whole.declared()];
  }

  /** The parts, those united that share a project. */
  #apart(ids: ProjectIds): Witness[] {
    const groups = new Map<Witness, Witness[]>();
    const byProject = new Map<string, Witness>();
    const leader = new Map<Witness, Witness>();
    const leaderOf = (part: Witness): Witness => {
      let one = part;
      for (let above = leader.get(one); above; above = leader.get(one)) one = above;
      if (one !== part) leader.set(part, one);
      return one;
    };
    for (const part of this.#parts.values()) {
      for (const token of part.resourceProjects) {
        const project = ids(token);
        const [a, b] = [leaderOf(byProject.get(project) ?? part), leaderOf(part)];
        if (a !== b) leader.set(b, a);
        byProject.set(project, a);
      }
    }
    for (const part of this.#parts.values()) {
      const first = leaderOf(part);
      const group = groups.get(first);
      if (group) group.push(part);
      else groups.set(first, [part]);
    }
    return [...groups.values()].map((group) => this.#merged(group));
  }

  #merged(parts: readonly Witness[]): Witness {
    if (parts.length === 1) return parts[0] as Witness;
    const merged = new Witness(this.#uri);
    for (const part of parts) merged.absorb(part);
    return merged;
  }
}
