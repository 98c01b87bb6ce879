import type { Derivation } from '../../units/derivation.ts';

type Origin = Pick<Derivation, 'year' | 'licence' | 'url'>;

/** A tree in which a figure that names a source without its year and licence has those that another figure of the same source tells. */
export function withSameSource(tree: Derivation): Derivation {
  const known = new Map<string, Origin>();
  const learn = ({ source, year, licence, url, from = [] }: Derivation): void => {
    if (source !== undefined && (year !== undefined || licence !== undefined) && !known.has(source)) {
      const rest = { ...(year === undefined ? {} : { year }), ...(licence === undefined ? {} : { licence }) };
      known.set(source, { ...rest, ...(url === undefined ? {} : { url }) });
    }
    for (const part of from) learn(part);
  };
  learn(tree);
  const complete = (node: Derivation): Derivation => {
    const { source, year, licence, from } = node;
    const isBare = source !== undefined && year === undefined && licence === undefined;
    return {
      ...node,
      ...(isBare ? known.get(source) : {}),
      ...(from === undefined ? {} : { from: from.map(complete) }),
    };
  };
  return complete(tree);
}
