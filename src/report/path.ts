/**
 * A path from the root of the repository, `/` between folders; undefined for what cannot be one: an absolute path, an
 * address with a scheme, a path that leads out, standard input.
 */
export function repositoryPath(uri: string): string | undefined {
  if (uri === '-' || /^([A-Za-z][A-Za-z\d+.-]*:|[\\/])/.test(uri)) return undefined;
  const parts: string[] = [];
  for (const part of uri.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length === 0 ? undefined : parts.join('/');
}

/** A path as a relative reference of RFC 3986: every part percent-encoded, so that none is a scheme or a query. */
export const encodePath = (path: string): string =>
  path
    .split('/')
    .map((part) => encodeURIComponent(part.replace(/\p{Cs}/gu, '\ufffd')))
    .join('/');

/** What a file is called where its folder is nobody's business: absolute folders differ from machine to machine. */
export const baseName = (uri: string): string =>
  uri.slice(Math.max(uri.lastIndexOf('/'), uri.lastIndexOf('\\')) + 1);
