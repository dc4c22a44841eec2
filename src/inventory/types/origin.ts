import { EVERY, joinPath, parsePath, type Segments } from '../../policy/path.ts';
import type { Row, Shape } from './table.ts';

/**
 * The canonical path as the source spells it: by its own row; below one (a list moved whole) by the row above; above
 * several (an object whose fields come from different places) by what their source paths have in common. A path that
 * no row speaks of is given back as it is.
 */
export function sourcePath(shape: Shape, path: string): string {
  const concrete = parsePath(path);
  const wanted = concrete.map((segment) => (/^\d+$/.test(segment) ? EVERY : segment));
  const indices = concrete.filter((segment) => /^\d+$/.test(segment));
  let above: { row: Row; length: number } | undefined;
  const below: Segments[] = [];
  for (const row of shape.rows) {
    const to = parsePath(row.to);
    if (startsWith(wanted, to) && to.length > (above?.length ?? 0)) above = { row, length: to.length };
    else if (startsWith(to, wanted) && depth(row.from) === depth(row.to)) below.push(parsePath(row.from));
  }
  for (const rest of shape.rests ?? []) {
    const to = parsePath(rest.to);
    if (startsWith(wanted, to) && to.length > (above?.length ?? 0)) above = { row: rest, length: to.length };
  }
  if (above) {
    const from = parsePath(above.row.from);
    // What a converter made has no parts in the source.
    return spell(
      above.row.read || above.row.byHand ? from : [...from, ...concrete.slice(above.length)],
      indices,
    );
  }
  return below.length > 0 ? spell(common(below), indices) : path;
}

const depth = (path: string) => path.split(EVERY).length;

const startsWith = (path: Segments, start: Segments) =>
  path.length >= start.length && start.every((segment, i) => path[i] === segment);

function common(paths: readonly Segments[]): Segments {
  const [first = [], ...others] = paths;
  let length = first.length;
  for (const other of others) {
    let same = 0;
    while (same < length && other[same] === first[same]) same++;
    length = same;
  }
  const shared = first.slice(0, length);
  return shared.at(-1) === EVERY ? shared.slice(0, -1) : shared;
}

function spell(segments: Segments, indices: readonly string[]): string {
  let depth = 0;
  let path = '';
  for (const segment of segments) {
    if (segment === EVERY) path += depth < indices.length ? `[${indices[depth++]}]` : EVERY;
    else if (/^\d+$/.test(segment)) path += `[${segment}]`;
    else path = joinPath(path, segment);
  }
  return path;
}
