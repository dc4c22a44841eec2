/** One step of a resource address: `module.net["a"]` or `google_sql_database_instance.main[0]`. */
export interface AddressStep {
  /** `module.net`, `google_sql_database_instance.main`, `data.google_iam_policy.admin`. */
  readonly name: string;
  /** The instance key as the address spells it, `[0]` or `["a"]`; empty without one. */
  readonly key: string;
}

const KEY = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]/y;
const NAME = /\.?([^.[\]"]+)/y;

/**
 * An address or reference in steps, and what follows its resource (`.id`, `[0].name`). Keys are read as the strings
 * they are: `module.x["a.b]\"c"]` is one step. Undefined for what is no address.
 */
export function parseAddress(text: string): { steps: AddressStep[]; rest: string } | undefined {
  const steps: AddressStep[] = [];
  let at = 0;
  const name = () => {
    NAME.lastIndex = at;
    const found = NAME.exec(text);
    if (!found || (at > 0 && text[at] !== '.')) return undefined;
    at = NAME.lastIndex;
    return found[1] as string;
  };
  const key = () => {
    KEY.lastIndex = at;
    const found = KEY.exec(text);
    if (!found) return '';
    at = KEY.lastIndex;
    return found[0];
  };
  while (at < text.length) {
    const head = name();
    if (head === undefined) return undefined;
    let label = head;
    for (let more = head === 'data' ? 2 : 1; more > 0; more--) {
      const next = name();
      if (next === undefined) return undefined;
      label += `.${next}`;
    }
    steps.push({ name: label, key: key() });
    if (head !== 'module') break;
  }
  return { steps, rest: text.slice(at) };
}

/** The steps as the address they were read from. */
export const spellAddress = (steps: readonly AddressStep[]): string =>
  steps.map(({ name, key }) => name + key).join('.');

/** An address without instance keys: the one block of the configuration that all instances share. */
export const blockOf = (steps: readonly AddressStep[]): string => steps.map(({ name }) => name).join('.');
