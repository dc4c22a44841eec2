import { byCodeUnit, type UnreadDrift } from '#report';
import { isSound } from '../inventory/coverage.ts';
import type { Inventory } from '../inventory/world.ts';
import type { Compares } from './assets.ts';

/** What was read in one of two worlds only, of the types that are compared and have assets in it; by type. */
export function unreadIn(old: Inventory, now: Inventory, compares: Compares): UnreadDrift[] {
  return [...missing(old, now, 'old', compares), ...missing(now, old, 'new', compares)].sort(
    (a, b) => byCodeUnit(a.type, b.type) || byCodeUnit(a.in, b.in),
  );
}

function missing(here: Inventory, there: Inventory, which: 'old' | 'new', compares: Compares): UnreadDrift[] {
  const types = new Set(['iam', ...there.assets.map(({ type }) => type).filter(compares)]);
  return [...types].flatMap((type) => {
    const projects = there.coverage.projects.filter(
      (project) =>
        isSound(there.coverage.reading(type, project)) && !isSound(here.coverage.reading(type, project)),
    );
    return projects.length > 0 ? [{ type, projects, in: which }] : [];
  });
}
