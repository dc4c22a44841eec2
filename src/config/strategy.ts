import { type Effective, type ParamDeclaration, sayDefault } from '#policy';
import type { Document } from './document.ts';
import type { Written } from './validate.ts';

/** Where a default comes from, as a person reads it. */
const sayOrigin = (declared: ParamDeclaration): string =>
  declared.value === undefined ? 'not set, and it has no default' : sayDefault(declared);

/**
 * Answers for the effective value of a parameter in an environment: the configuration's for that environment, else
 * its default for all, else the declaration's.
 */
export function effective(
  parameters: ReadonlyMap<string, ParamDeclaration>,
  document: Document,
): (environment: string, key: string) => Effective {
  const { strategy = {} } = document.value as Written;
  const known = new Map<string, Effective>();
  const decide = (environment: string, key: string): Effective => {
    for (const part of [environment, 'defaults']) {
      const values = Object.hasOwn(strategy, part) ? strategy[part] : undefined;
      if (!values || !Object.hasOwn(values, key)) continue;
      const { uri, line } = document.place(['strategy', part, key]);
      return { value: values[key], origin: line === undefined ? uri : `${uri}:${line}` };
    }
    const declared = parameters.get(key);
    return declared
      ? { value: declared.value, origin: sayOrigin(declared) }
      : { value: undefined, origin: 'no policy declares it' };
  };
  return (environment, key) => {
    const at = `${environment}|${key}`;
    let value = known.get(at);
    if (!value) known.set(at, (value = decide(environment, key)));
    return value;
  };
}
