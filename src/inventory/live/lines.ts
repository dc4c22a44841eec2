/** The beginning of every line that is written here: its name and type, and the content that follows. */
const HEAD = /^\{"name":("(?:[^"\\]|\\.)*"),"assetType":("(?:[^"\\]|\\.)*")(?:,"(\w+)")?/;

/** What a line says at its beginning. */
export interface LineHead {
  /** Of its name and its first content: a second line that has both is the same record again. */
  readonly key: string;
  readonly type: string;
  readonly resource: boolean;
}

/** The head of a record's line; undefined where it is none, as that of a manifest. */
export function headOf(line: string): LineHead | undefined {
  const found = HEAD.exec(line);
  if (!found) return undefined;
  const [, name, type, content] = found;
  return {
    key: `${content} ${name}`,
    type: JSON.parse(type as string) as string,
    resource: content === 'resource',
  };
}

/** Keeps records from being written twice, where scopes may overlap or a list is begun again. */
export class Once {
  readonly #keys = new Set<string>();

  /** Whether the line is the first of its record. */
  first({ key }: LineHead): boolean {
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    return true;
  }
}
