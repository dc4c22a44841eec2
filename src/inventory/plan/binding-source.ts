import type { Binding } from '../../policy/model.ts';

/** Where a binding of a plan is written. */
interface BindingSource {
  readonly address: string;
  /** Attribute that holds the members, and what follows it for one of them. */
  readonly members: string;
  readonly each: boolean;
  /** Attribute of the role, where it is one of its own. */
  readonly role: string | undefined;
}

const sources = new WeakMap<object, BindingSource>();

/** The same binding, of which it is now known where it is written. */
export const written = (binding: Binding, source: BindingSource): Binding => {
  sources.set(binding, source);
  return binding;
};

/**
 * The resource and attribute of a plan that a part of a binding is written in; undefined for any other binding.
 * @param below what follows the binding in a path: `.members[2]`, `.role`, or nothing
 */
export function attributeOfBinding(
  binding: unknown,
  below: string,
): { readonly address: string; readonly path: string } | undefined {
  const source = typeof binding === 'object' && binding !== null ? sources.get(binding) : undefined;
  if (!source) return undefined;
  const { address, role, members, each } = source;
  if (below === '.role' && role !== undefined) return { address, path: role };
  const index = /^\.members(\[\d+\])/.exec(below)?.[1] ?? '';
  return { address, path: each ? `${members}${index}` : members };
}
