import { Float, isMap, type Value, type ValueMap } from '../model/value.ts';

/** What of a file counts as metrics: numbers, truth values and texts, in mappings at any depth. Nothing of them: an empty mapping. */
export function metricValues(value: Value): Value {
  const kept = kept1(value);
  const isNothing = kept === undefined || kept === '' || kept === 0n || kept === false || isNought(kept);
  return isNothing ? new Map() : kept;
}

function kept1(value: Value): Value | undefined {
  if (isMap(value)) {
    const members = [...value].flatMap(([key, item]): [string, Value][] => {
      const inner = kept1(item);
      return inner === undefined || (isMap(inner) && inner.size === 0) ? [] : [[key, inner]];
    });
    return new Map(members) satisfies ValueMap;
  }
  const isMetric =
    typeof value === 'bigint' ||
    typeof value === 'boolean' ||
    typeof value === 'string' ||
    value instanceof Float;
  return isMetric ? value : undefined;
}

function isNought(value: Value): boolean {
  return value instanceof Float && value.value === 0;
}
