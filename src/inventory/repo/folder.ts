/** A folder below another; undefined where it leads elsewhere or is not known. */
export function inside(folder: string | undefined, below: string | undefined): string | undefined {
  if (folder === undefined || below === undefined || /^[/~]|[$`]/.test(below)) return undefined;
  const parts: string[] = [];
  for (const part of `${folder}/${below}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/') || '.';
}
