import type { Derivation } from '../../units/derivation.ts';

/** What makes a figure the same wherever it stands: its id and its numbers, for an id alone may have been given twice. */
export function identityOf({ id, value, low, high }: Derivation): string {
  return `${id} ${value} ${low} ${high}`;
}

/** Every figure of some trees, parents first; one that stands in several places is told once, where it has its own chain. */
export function figuresOf(trees: readonly Derivation[]): readonly Derivation[] {
  const byIdentity = new Map<string, Derivation>();
  const visit = (node: Derivation): void => {
    const key = identityOf(node);
    const known = byIdentity.get(key);
    if (known === undefined || (known.from === undefined && node.from !== undefined))
      byIdentity.set(key, node);
    for (const child of node.from ?? []) visit(child);
  };
  for (const tree of trees) visit(tree);
  return [...byIdentity.values()];
}

/** What was assumed for want of knowing, each once, in the order in which the trees tell it. */
export function assumptionsOf(trees: readonly Derivation[]): readonly string[] {
  const all = figuresOf(trees).flatMap(({ assumed }) => (assumed === undefined ? [] : [assumed]));
  return [...new Set(all)];
}
