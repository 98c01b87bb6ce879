import type { Dimension } from '../dimension.ts';

/** Parameters whose values are drawn together: they are active in the same trials. */
export interface ParameterGroup {
  /** Indices into the space's dimensions. */
  readonly indices: readonly number[];
  readonly dimensions: readonly Dimension[];
}

/**
 * Divides a space into groups, parents before the groups whose conditions read them: by condition, or each parameter on its own.
 *
 * @param isJoint whether parameters with the same condition are drawn together.
 */
export function parameterGroups(
  dimensions: readonly Dimension[],
  isJoint: boolean,
): readonly ParameterGroup[] {
  const members = new Map<string, number[]>();
  for (const [index, { parameter, size }] of dimensions.entries()) {
    // What has one value only has nothing to learn.
    const key = isJoint && size > 1 ? (parameter.when?.text ?? '') : `alone ${index}`;
    const group = members.get(key);
    if (group === undefined) members.set(key, [index]);
    else group.push(index);
  }
  return [...members.values()].map((indices) => ({
    indices,
    dimensions: indices.flatMap((index) => dimensions[index] ?? []),
  }));
}
