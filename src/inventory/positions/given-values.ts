import { isObject } from '../spelling.ts';
import type { Readers } from './module.ts';
import type { SpanIn, Text } from './sources.ts';
import type { Attribute, Value } from './syntax.ts';

/** What the plan says of the root module's variables: values in clear, which are compared and never told. */
export type PlannedVariables = Readonly<Record<string, { readonly value?: unknown }>>;

/** A file of values: what it sets, and whether Terraform reads it without being told to. */
interface ValueFile {
  readonly file: string;
  readonly attributes: readonly Attribute[];
  readonly automatic: boolean;
}

const AUTOMATIC = /^(?:terraform\.tfvars(?:\.json)?|[^/]*\.auto\.tfvars(?:\.json)?)$/;

/**
 * Where the values of the root module's variables were given. A plan records the values and not the files they came
 * from: the file is the strongest of those that Terraform reads by itself (language documentation, Variable Definition
 * Precedence), where it says what the plan says; else the one other file (`-var-file`) that agrees with the plan in all
 * it sets.
 */
export class GivenValues {
  readonly #open: () => readonly Text[];
  readonly #planned: PlannedVariables;
  readonly #readers: Readers;
  #read: readonly ValueFile[] | undefined;

  constructor(open: () => readonly Text[], planned: PlannedVariables, readers: Readers) {
    this.#open = open;
    this.#planned = isObject(planned) ? planned : {};
    this.#readers = readers;
  }

  /** The line that gives a variable its value; undefined where no file tells. */
  place(name: string): SpanIn | undefined {
    const setting = this.#files.flatMap(({ file, attributes, automatic }) => {
      const attribute = attributes.find((one) => one.name === name);
      return attribute ? [{ file, attribute, automatic }] : [];
    });
    const own = setting.find(({ automatic }) => automatic);
    const others = setting.filter(({ automatic }) => !automatic && Object.hasOwn(this.#planned, name));
    const found =
      own && this.agrees(name, own.attribute.value) ? own : others.length === 1 ? others[0] : undefined;
    return found && { file: found.file, ...found.attribute.span };
  }

  /** Whether a variable may have a written value in the plan: what cannot be compared may. */
  agrees(name: string, written: Value): boolean {
    return !Object.hasOwn(this.#planned, name) || same(written, this.#planned[name]?.value);
  }

  /** The strongest first. Of the others, those that set anything otherwise were not given. */
  get #files(): readonly ValueFile[] {
    this.#read ??= this.#open()
      .map(({ file, text }) => ({
        file,
        attributes: this.#readers[file.endsWith('.json') ? 'json' : 'native'](file, text).attributes,
        automatic: AUTOMATIC.test(file),
      }))
      .filter(
        ({ attributes, automatic }) =>
          automatic || attributes.every(({ name, value }) => this.agrees(name, value)),
      )
      .sort((a, b) => (rank(a.file) < rank(b.file) ? 1 : -1));
    return this.#read;
  }
}

/** `terraform.tfvars` is the weakest, then its JSON form, then the others by name. */
const rank = (file: string): string => (file.startsWith('terraform.tfvars') ? `0${file}` : `1${file}`);

/** A written text may be the number or truth value that the variable's type makes of it. */
function same({ literal, elements, members }: Value, planned: unknown): boolean {
  if (literal !== undefined) return typeof planned !== 'object' && String(literal) === String(planned);
  if (elements)
    // A set has another order in the plan.
    return Array.isArray(planned) && elements.every((one) => planned.some((value) => same(one, value)));
  if (members)
    return (
      isObject(planned) &&
      members.every(
        ({ key, value }) => key === undefined || !Object.hasOwn(planned, key) || same(value, planned[key]),
      )
    );
  return true;
}
