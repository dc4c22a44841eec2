import { readFileSync } from 'node:fs';
import { PinkyError, type Place } from '../errors.ts';

/** A configuration file's content, and where in the file each of its values stands. */
export interface Document {
  readonly uri: string;
  readonly value: unknown;
  /** The place of the key at a path (list positions as numbers); of its nearest written parent where it is absent. */
  place(path: readonly (string | number)[]): Place;
}

/** An empty configuration: everything at its default. */
export const EMPTY: Document = { uri: '', value: {}, place: () => ({ uri: '' }) };

/** A larger file is no configuration. */
const MAX_BYTES = 4 << 20;

/**
 * Reads a YAML or JSON configuration, or the default export of a TypeScript or JavaScript one (which has no
 * positions below the file).
 *
 * @param file where it is
 * @param uri how messages name it
 * @throws PinkyError E_CONFIG_READ, or an AggregateError of E_CONFIG_SYNTAX with one entry per mistake
 */
export async function readDocument(file: string, uri: string): Promise<Document> {
  if (/\.[cm]?[jt]s$/.test(file)) return readModule(file, uri);
  const { LineCounter, isAlias, isMap, isScalar, isSeq, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(readText(file, uri), { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { uri, line, column: col };
  };
  if (document.errors.length > 0) {
    const problems = document.errors.map(
      ({ message, pos }) => new PinkyError('E_CONFIG_SYNTAX', message, { place: place(pos[0]) }),
    );
    throw new AggregateError(problems, 'the configuration is no YAML');
  }
  return {
    uri,
    value: document.toJS({ maxAliasCount: 100 }) ?? {},
    place(path) {
      let node: unknown = document.contents;
      let at = 0;
      for (const step of path) {
        if (isAlias(node)) node = node.resolve(document);
        if (isMap(node)) {
          const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
          if (!pair) break;
          if (isScalar(pair.key) && pair.key.range) at = pair.key.range[0];
          node = pair.value;
        } else if (isSeq(node)) {
          node = node.items[Number(step)];
          if (isMap(node) || isScalar(node) || isSeq(node)) at = node.range?.[0] ?? at;
        } else break;
      }
      return place(at);
    },
  };
}

function readText(file: string, uri: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const message = missing ? 'there is no such file' : `cannot be read: ${(cause as Error).message}`;
    const hint = 'give --config an existing pinky.config.yaml, .yml, .json, .ts or .js';
    throw new PinkyError('E_CONFIG_READ', message, { place: { uri }, cause, hint });
  }
  if (text.length > MAX_BYTES) {
    const message = `is larger than ${MAX_BYTES >> 20} MiB, so it is no configuration`;
    throw new PinkyError('E_CONFIG_READ', message, { place: { uri } });
  }
  return text.replace(/^\uFEFF/, '');
}

async function readModule(file: string, uri: string): Promise<Document> {
  readText(file, uri);
  const { loadModule } = await import('./modules.ts');
  const { default: value } = (await loadModule(file, uri)) as { default?: unknown };
  if (value === undefined) {
    throw new PinkyError('E_CONFIG_READ', 'has no default export', {
      place: { uri },
      hint: 'export default { … }',
    });
  }
  return { uri, value, place: () => ({ uri }) };
}
