import type { Configuration, ParameterValue } from '../space/configuration.ts';

/**
 * The parameters of a trial in the shape in which they were asked for: `optimizer.lr` of a nested parameter stands in `optimizer`.
 *
 * @param nested the path of each parameter that is nested.
 */
export function nestedValues(
  configuration: Configuration,
  nested: Readonly<Record<string, readonly string[]>>,
): Readonly<Record<string, ParameterValue>> {
  const root: Tree = {};
  for (const [name, value] of Object.entries(configuration)) {
    const path = Object.hasOwn(nested, name) ? (nested[name] ?? [name]) : [name];
    let at = root;
    for (const key of path.slice(0, -1)) at = branchOf(at, key);
    set(at, path.at(-1) ?? name, value);
  }
  return root as Readonly<Record<string, ParameterValue>>;
}

interface Tree {
  [key: string]: ParameterValue | Tree;
}

function branchOf(tree: Tree, key: string): Tree {
  const there = Object.hasOwn(tree, key) ? tree[key] : undefined;
  if (typeof there === 'object' && there !== null && !Array.isArray(there)) return there as Tree;
  const branch: Tree = {};
  set(tree, key, branch);
  return branch;
}

/** `__proto__` is a name like any other. */
function set(tree: Tree, key: string, value: ParameterValue | Tree): void {
  Object.defineProperty(tree, key, { value, enumerable: true, writable: true, configurable: true });
}
