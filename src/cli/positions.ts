import type { Locate } from '../audit/index.ts';
import type { Opened } from './opened.ts';

/**
 * Finds the lines of Terraform source that findings of plans are about. A file that cannot be read costs nearness and is
 * told as a notice; it never fails the run.
 * @param opened the sources of plans, by the names of the plans
 */
export function locateIn(opened: ReadonlyMap<string, Opened>): Locate | undefined {
  if (opened.size === 0) return undefined;
  return (plan, address, path) => opened.get(plan)?.locate(address, path);
}
