import type { AssetRow, Sight } from '#report';
import { isSound } from '../inventory/coverage.ts';
import type { Inventory } from '../inventory/world.ts';

const PROJECT = 'cloudresourcemanager.googleapis.com/Project';

/** What is asked of one of two worlds: whether something that only the other one shows is known not to be in it. */
export class Outlook {
  readonly #world: Inventory;
  readonly #other: Inventory;
  #ids: Map<string, Set<string>> | undefined;

  constructor(world: Inventory, other: Inventory) {
    this.#world = world;
    this.#other = other;
  }

  /** Where an asset stands, as coverage asks for it: its project, or the folder or organization that it is. */
  #placeOf({ project, name }: AssetRow): string | undefined {
    return project ?? /\/((?:folders|organizations)\/[^/]+)$/.exec(name)?.[1];
  }

  /** Whether a content or type was read where the asset stands, so that what is not there does not exist. */
  isRead(what: string, place: string | undefined): boolean {
    const { coverage } = this.#world;
    if (coverage.doubt(what)) return false;
    return isSound(coverage.reading(what, place)) || (place !== undefined && this.#isNoProject(place));
  }

  /** Whether a project of the other world is known not to be in this one: projects were read above where it stands. */
  #isNoProject(place: string): boolean {
    const { coverage } = this.#world;
    if (place.includes('/') || coverage.covers(place)) return false;
    return this.#other
      .above(place)
      .some(
        (one) => one.includes('/') && !one.startsWith('projects/') && isSound(coverage.reading(PROJECT, one)),
      );
  }

  /** What this world says of an asset that it does not hold. */
  of(asset: AssetRow): 'absent' | 'not-read' {
    return this.isRead(asset.type, this.#placeOf(asset)) ? 'absent' : 'not-read';
  }

  /**
   * What this world says of a policy on an asset for which it has no result.
   * @param anything the policy judges any asset by its bindings, so that those without a bad one have no result
   */
  ofResult(asset: AssetRow, anything: boolean): Sight {
    if (anything) return this.isRead('iam', this.#placeOf(asset)) ? 'pass' : 'not-read';
    // There, but nothing that the policy judges: it stands in another environment.
    if (this.#holds(asset)) return 'not-applicable';
    return this.of(asset);
  }

  #holds({ name, type, address }: AssetRow): boolean {
    if (!this.#ids) {
      this.#ids = new Map();
      for (const { id, type } of this.#world.assets) {
        const ids = this.#ids.get(type);
        if (ids) ids.add(id);
        else this.#ids.set(type, new Set([id]));
      }
    }
    return address === undefined && (this.#ids.get(type)?.has(this.#world.identity(name, type)) ?? false);
  }
}
