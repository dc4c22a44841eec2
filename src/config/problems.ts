import type { ErrorObject } from 'ajv';
import { PinkyError } from '../errors.ts';
import type { Document } from './document.ts';
import { nearest, suggest } from './nearest.ts';

type Path = readonly (string | number)[];

/** A choice longer than this is not listed in full. */
const MOST_LISTED = 15;

/** What mistakes are called, and the file as a whole. */
const CONFIGURATION = { code: 'E_CONFIG', root: 'the configuration' };

/** A path as a person writes it: `waivers[0].until`, `strategy.production["run-min-instances.min"]`. */
export function sayPath(path: Path, root = CONFIGURATION.root): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (step.includes('.')) text += `["${step}"]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text === '' ? root : text;
}

/** The value at a path of plain data. */
function dig(value: unknown, path: Path): unknown {
  let at = value;
  for (const step of path) at = (at as Record<string | number, unknown> | undefined)?.[step];
  return at;
}

/** A choice as a hint: the near ones first, all of them where they are few. */
function allowed(seen: string, choices: readonly string[]): string {
  const near = suggest(seen, choices);
  const list = choices.length <= MOST_LISTED ? `allowed: ${choices.join(', ')}` : undefined;
  return (
    [near, list].filter((part) => part !== undefined).join(' ') ||
    `${choices.length} are allowed; none is near`
  );
}

const KINDS: Readonly<Record<string, string>> = {
  object: 'a map of keys',
  array: 'a list',
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};

/** What a value should have been, to complete "expected …". */
function expected({ keyword, params, parentSchema }: ErrorObject): string {
  switch (keyword) {
    case 'type':
      return [params['type']]
        .flat()
        .map((type: string) => KINDS[type] ?? type)
        .join(' or ');
    case 'minimum':
      return `at least ${params['limit']}`;
    case 'maximum':
      return `at most ${params['limit']}`;
    case 'format':
      return 'a date such as 2026-01-31';
    case 'minItems':
      return 'at least one item';
    case 'minLength':
      return 'some text';
    case 'pattern': {
      const meaning = parentSchema?.['description'] as string | undefined;
      if (params['pattern'] === '\\S') return 'some text';
      return `${meaning ? `${meaning.replace(/ \([^()]*\)$/, '')}, ` : ''}matching ${params['pattern']}`;
    }
    default:
      return `something else (${keyword})`;
  }
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

/** The steps of a JSON pointer; those into lists as numbers. */
function pathOf(pointer: string, data: unknown): Path {
  const steps: (string | number)[] = [];
  for (const raw of pointer.split('/').slice(1)) {
    const step = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    steps.push(Array.isArray(dig(data, steps)) ? Number(step) : step);
  }
  return steps;
}

/**
 * A mistake that the schema found, in words: the key, what was seen, what is allowed, and where. Undefined for what
 * only repeats another mistake.
 */
export function problemOf(
  error: ErrorObject,
  document: Document,
  { code, root } = CONFIGURATION,
): PinkyError | undefined {
  const path = pathOf(error.instancePath, document.value);
  const at = (message: string, hint: string | undefined, where: Path = path) =>
    new PinkyError(code, message, {
      place: document.place(where),
      ...(hint !== undefined && { hint }),
    });
  if (error.propertyName !== undefined) {
    const message = `${sayPath(path, root)} has the key ${shown(error.propertyName)}; expected ${expected(error)}`;
    const hint =
      path.join('.') === 'strategy' ? 'parameters stand under defaults, or under an environment' : undefined;
    return at(message, hint, [...path, error.propertyName]);
  }
  switch (error.keyword) {
    case 'propertyNames':
      return undefined;
    case 'additionalProperties': {
      const key = error.params['additionalProperty'] as string;
      const choices = Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {});
      return at(`${sayPath(path, root)} has no key "${key}"`, allowed(key, choices), [...path, key]);
    }
    case 'required': {
      const key = error.params['missingProperty'] as string;
      const present = Object.keys((dig(document.value, path) as object | undefined) ?? {});
      const typed = nearest(key, present)[0];
      return at(
        `${sayPath(path, root)} lacks "${key}"`,
        typed === undefined ? undefined : `"${typed}" is there instead`,
      );
    }
    case 'enum': {
      const seen = dig(document.value, path);
      const choices = (error.params['allowedValues'] as unknown[]).map(String);
      return at(`${sayPath(path, root)} is ${shown(seen)}`, allowed(String(seen), choices));
    }
    default:
      return at(
        `${sayPath(path, root)} is ${shown(dig(document.value, path))}; expected ${expected(error)}`,
        undefined,
      );
  }
}
