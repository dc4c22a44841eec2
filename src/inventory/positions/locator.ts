import { type AddressStep, parseAddress } from '../plan/address.ts';
import { descend, type Found } from './descend.ts';
import { type Each, iterated } from './each.ts';
import type { GivenValues } from './given-values.ts';
import { holderOf, Module, type Readers, type Standing } from './module.ts';
import { joined, type PlanSources, type SpanIn, type Text, within } from './sources.ts';
import type { Span } from './syntax.ts';

/** How near a place is to what was asked for; best first. */
type Nearness = 'attribute' | 'block' | 'header' | 'call' | 'module';

/** Where something of a plan stands in its source. */
export interface Located extends SpanIn {
  readonly quality: Nearness;
  /** Half sentences: the call of its module, what its value comes from. */
  readonly related: readonly (SpanIn & { readonly message: string })[];
}

/** What an address names: an instance of its blocks, and the calls through which its module is reached. */
interface Resource extends Each {
  readonly calls: readonly AddressStep[];
  readonly module: Module | undefined;
}

/** Arguments of calls are followed this far up. */
const FURTHEST = 8;
/** Modules in modules, down to where nobody finds anything any more. */
const DEEPEST = 40;
/** What an expression is made from is told up to this many names. */
const MOST_ORIGINS = 3;

/** Finds what a plan names (an address, and an attribute's path) in the source the plan was made from. */
export class Locator {
  readonly #sources: PlanSources;
  readonly #readers: Readers;
  readonly #given: GivenValues | undefined;
  readonly #modules = new Map<string, Module | undefined>();
  readonly #resources = new Map<string, Resource | undefined>();
  readonly #callersOf = new Map<string, Located['related']>();

  /** @param given where the values of the root module's variables stand, where that can be told */
  constructor(sources: PlanSources, readers: Readers, given?: GivenValues) {
    this.#given = given;
    this.#sources = sources;
    this.#readers = readers;
  }

  /** Files that could not be read as a whole, with the line of what is wrong. */
  get broken(): ReadonlyMap<string, number> {
    return new Map([...this.#modules.values()].flatMap((module) => [...(module?.broken ?? [])]));
  }

  /**
   * The place of an attribute of a resource, or of the nearest that stands in the repository: its block, the resource,
   * the call of its module; undefined where not even the root module is there.
   * @param path in the plan's spelling; '' for the resource as a whole
   * @param planned what the plan says of the resource, by which elements without an order are told apart
   */
  locate(address: string, path: string, planned?: unknown): Located | undefined {
    const resource = this.#resource(address);
    if (!resource) return undefined;
    const { calls, module } = resource;
    const own = module && inBlocks(resource.blocks, path, planned);
    const outside = module !== undefined && isOutside(module.folder);
    if (own && !outside) {
      const origins = this.#origins(module, calls, own.found?.references ?? [], resource);
      const callers = this.#callers(calls);
      const related = callers.length + origins.length === 0 ? NONE : [...callers, ...origins];
      return located(own.file, own.span, own.quality, related);
    }
    const call = this.#nearestCall(calls);
    if (call) {
      const below = own && [
        { file: own.file, ...own.span, message: 'it stands in the module that is called here' },
      ];
      return located(call.file, call.block.header, 'call', below ?? NONE);
    }
    const file = (module ?? this.#module([]))?.first;
    return file === undefined
      ? undefined
      : located(file, { line: 1, column: 1, endLine: 1, endColumn: 2 }, 'module', NONE);
  }

  /** The files of the root module and of every module that is called in the repository, each once. */
  *texts(calls: readonly AddressStep[] = [], seen = new Set<string>()): Generator<Text> {
    const module = calls.length > DEEPEST ? undefined : this.#module(calls);
    if (!module || isOutside(module.folder) || seen.has(module.folder)) return;
    seen.add(module.folder);
    yield* module.texts();
    for (const name of module.named('module'))
      yield* this.texts([...calls, { name: `module.${name}`, key: '' }], seen);
  }

  /** A resource is asked for once for each of its findings. */
  #resource(address: string): Resource | undefined {
    if (this.#resources.has(address)) return this.#resources.get(address);
    const steps = parseAddress(address)?.steps;
    const last = steps?.at(-1);
    let resource: Resource | undefined;
    if (steps && last) {
      const calls = steps.slice(0, -1);
      const module = this.#module(calls);
      const [first, second, third] = last.name.split('.') as [string, string, string | undefined];
      const blocks =
        third === undefined
          ? module?.blocks('resource', first, second)
          : module?.blocks('data', second, third);
      resource = { calls, module, blocks: blocks ?? [], key: last.key };
    }
    this.#resources.set(address, resource);
    return resource;
  }

  /** The module that a chain of calls leads to; undefined where its folder is not known. */
  #module(calls: readonly AddressStep[]): Module | undefined {
    const key = keyOf(calls);
    if (!this.#modules.has(key)) {
      const folder = this.#sources.folder(key) ?? this.#calledFolder(calls);
      const module = folder === undefined ? undefined : new Module(key, folder, this.#sources, this.#readers);
      this.#modules.set(key, module);
    }
    return this.#modules.get(key);
  }

  /** The folder that a call names by a local path. */
  #calledFolder(calls: readonly AddressStep[]): string | undefined {
    const call = this.#call(calls);
    const above = call && this.#module(calls.slice(0, -1));
    const source = call?.block.body.attributes.find(({ name }) => name === 'source')?.value.literal;
    if (!above || typeof source !== 'string' || !/^\.{1,2}(?:\/|$)/.test(source)) return undefined;
    return within(joined(above.folder, source));
  }

  /** The block that calls the last module of a chain. */
  #call(calls: readonly AddressStep[]): Standing | undefined {
    const last = calls.at(-1);
    return last && this.#module(calls.slice(0, -1))?.blocks('module', moduleName(last)).at(-1);
  }

  /** The innermost call that stands in the repository itself. */
  #nearestCall(calls: readonly AddressStep[]): Standing | undefined {
    for (let depth = calls.length; depth > 0; depth--) {
      const above = this.#module(calls.slice(0, depth - 1));
      const call = above && !isOutside(above.folder) ? this.#call(calls.slice(0, depth)) : undefined;
      if (call) return call;
    }
    return undefined;
  }

  /** The calls through which a module is reached, the outermost last. */
  #callers(calls: readonly AddressStep[]): Located['related'] {
    const key = keyOf(calls);
    let callers = this.#callersOf.get(key);
    if (!callers) {
      callers = calls
        .map((_, i) => ({ name: keyOf(calls.slice(0, i + 1)), call: this.#call(calls.slice(0, i + 1)) }))
        .reverse()
        .flatMap(({ name, call }) =>
          call ? [{ file: call.file, ...call.block.header, message: `module ${name} is called here` }] : [],
        );
      this.#callersOf.set(key, callers);
    }
    return callers;
  }

  /** Where the value of an expression comes from: arguments, defaults, locals, what `for_each` goes through. */
  #origins(
    module: Module,
    calls: readonly AddressStep[],
    references: readonly string[],
    each: Each | undefined,
    depth = 0,
  ): Located['related'] {
    if (depth > FURTHEST) return [];
    return references.slice(0, MOST_ORIGINS).flatMap((reference) => {
      const [kind, name] = reference.split('.') as [string, string];
      if (kind === 'each') {
        const found = each && iterated(reference, each);
        const own = found?.place ? [{ ...found.place, message: 'the value comes from for_each' }] : [];
        return [...own, ...this.#origins(module, calls, found?.references ?? [], undefined, depth + 1)];
      }
      if (kind === 'local') {
        const local = module.attribute('locals', name);
        if (!local) return [];
        const { file, attribute } = local;
        const own = { file, ...attribute.span, message: `the value comes from local.${name}` };
        return [own, ...this.#origins(module, calls, attribute.value.references, undefined, depth + 1)];
      }
      const call = this.#call(calls);
      const argument = call?.block.body.attributes.find((one) => one.name === name);
      const above = this.#module(calls.slice(0, -1));
      if (argument && call && above) {
        const own = { file: call.file, ...argument.span, message: `the value is given here, as var.${name}` };
        const outer = { blocks: [call], key: calls.at(-1)?.key ?? '' };
        const made = argument.value.references;
        return [own, ...this.#origins(above, calls.slice(0, -1), made, outer, depth + 1)];
      }
      return this.#variable(module, name, calls.length === 0);
    });
  }

  /** Where a variable that no call sets has its value from. */
  #variable(module: Module, name: string, root: boolean): Located['related'] {
    const given = root ? this.#given?.place(name) : undefined;
    if (given) return [{ ...given, message: `the value is given here, as var.${name}` }];
    const declared = module.blocks('variable', name)[0];
    if (!declared) return [];
    const { file, block } = declared;
    const fallback = block.body.attributes.find((one) => one.name === 'default');
    if (fallback && (!root || this.#given?.agrees(name, fallback.value) !== false))
      return [{ file, ...fallback.span, message: `the value comes from var.${name}, whose default this is` }];
    const when = root ? ', which was given when the plan was made' : '';
    return [{ file, ...block.header, message: `the value comes from var.${name}${when}` }];
  }
}

/** The place that a path has in the blocks of a resource; of the resource as a whole it is the block itself. */
function inBlocks(blocks: readonly Standing[], path: string, planned: unknown) {
  const base = blocks.at(-1);
  if (!base) return undefined;
  const head = /^[^.[]+/.exec(path)?.[0];
  const holder = (head !== undefined && holderOf(blocks, head)) || undefined;
  const found: Found | undefined = holder && descend(holder.block.body, path, planned);
  return found && holder
    ? { file: holder.file, span: found.span, quality: found.quality, found }
    : { file: base.file, span: base.block.header, quality: 'header' as const, found: undefined };
}

const NONE: readonly never[] = [];

/** Written out: thousands are made, and an object that is spread into another costs twenty times as much. */
const located = (
  file: string,
  { line, column, endLine, endColumn }: Span,
  quality: Nearness,
  related: Located['related'],
): Located => ({ file, line, column, endLine, endColumn, quality, related });

const moduleName = ({ name }: AddressStep): string => name.slice('module.'.length);

const keyOf = (calls: readonly AddressStep[]): string => calls.map(moduleName).join('.');

/** Whether a folder is one that `terraform init` fetched, or that lies outside of the root module's repository. */
const isOutside = (folder: string): boolean => /(?:^|\/)\.terraform(?:\/|$)/.test(folder);
