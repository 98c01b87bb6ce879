import type { Derivation } from '../units/derivation.ts';

/** All that a result assumes for want of knowing, each once, from the constants up. */
export function assumptionsOf(derivation: Derivation): readonly string[] {
  const found = new Set<string>();
  const visit = (node: Derivation): void => {
    for (const child of node.from ?? []) visit(child);
    if (node.assumed !== undefined) found.add(node.assumed);
  };
  visit(derivation);
  return [...found];
}
