import {
  DEFAULT_NUMBERS,
  distributed,
  type DistributionName,
  type DistributionNumbers,
  DISTRIBUTIONS,
} from './distributions.ts';
import { addOnly, addParameter, type ParameterSink } from './parameter-sink.ts';
import { readChoices, readValue } from './read-choices.ts';
import { entryOf } from './read-keys.ts';
import { isWrittenWhole, readNumber, readWord } from './read-scalars.ts';
import type { MapNode, SourceNode } from './yaml-tree.ts';

const NAMES = Object.keys(DISTRIBUTIONS) as readonly DistributionName[];
const NUMBER_KEYS = ['min', 'max', 'mu', 'sigma', 'a', 'b', 'q'] as const;

/** Reads a parameter that names its distribution as W&B's sweeps do. */
export function readDistribution(
  name: string,
  map: MapNode,
  node: SourceNode,
  when: string | undefined,
  sink: ParameterSink,
): void {
  const { mistakes, isSweep } = sink;
  const distribution = readWord(node, `${name}.distribution`, NAMES, mistakes);
  if (distribution === undefined) return;
  if (!hasItsKeys(name, map, distribution, sink)) return;
  const found = (key: string): SourceNode | undefined => entryOf(map, key)?.node;
  const values = found('values');
  const value = found('value');
  if (value !== undefined) {
    const only = readValue(value, mistakes, isSweep);
    if (only !== undefined) addOnly(sink, name, only, when);
  } else if (values !== undefined) {
    const read = readChoices(name, values, found('probabilities'), mistakes, isSweep);
    const [only] = read?.choices ?? [];
    if (read === undefined) return;
    if (read.choices.length === 1 && only !== undefined) addOnly(sink, name, only, when);
    else addParameter(sink, { kind: 'categorical', name, ...read }, when);
  } else if (
    distribution !== 'constant' &&
    distribution !== 'categorical' &&
    distribution !== 'categorical_w_probabilities'
  )
    readNumbers(name, map, distribution, when, sink);
}

function hasItsKeys(
  name: string,
  map: MapNode,
  distribution: DistributionName,
  { mistakes }: ParameterSink,
): boolean {
  const { needs, takes } = DISTRIBUTIONS[distribution];
  const all: readonly string[] = ['distribution', 'when', ...needs, ...takes];
  let isWhole = true;
  for (const { key, at } of map.entries) {
    if (all.includes(key)) continue;
    isWhole = false;
    mistakes.add(
      at,
      `parameter ${name}: ${key} does not go with ${distribution}`,
      `It takes ${all.slice(2).join(', ')}.`,
      `Take \`${key}\` away, or choose another distribution.`,
    );
  }
  for (const key of needs) {
    if (entryOf(map, key) !== undefined) continue;
    isWhole = false;
    mistakes.add(
      entryOf(map, 'distribution')?.at ?? map,
      `parameter ${name}: ${key} is missing`,
      `${distribution} needs ${needs.join(' and ')}.`,
      `Add \`${key}\`.`,
    );
  }
  return isWhole;
}

function readNumbers(
  name: string,
  map: MapNode,
  distribution: Parameters<typeof distributed>[1],
  when: string | undefined,
  sink: ParameterSink,
): void {
  const { mistakes } = sink;
  const numbers: { -readonly [K in keyof DistributionNumbers]: DistributionNumbers[K] } = {
    ...DEFAULT_NUMBERS,
  };
  let isRead = true;
  for (const key of NUMBER_KEYS) {
    const node = entryOf(map, key)?.node;
    if (node === undefined) continue;
    const rules = key === 'q' ? { above: 0 } : key === 'sigma' ? { least: 0 } : {};
    const number = readNumber(node, `${name}.${key}`, mistakes, {
      ...rules,
      ...(distribution === 'int_uniform' ? { isWhole: true } : {}),
    });
    if (number === undefined) isRead = false;
    else numbers[key] = number;
    if (key === 'q') numbers.isWholeQ = isWrittenWhole(node);
  }
  if (!isRead) return;
  const made = distributed(name, distribution, numbers);
  if ('why' in made) {
    const at = entryOf(map, made.key)?.node ?? map;
    mistakes.add(at, `parameter ${name}: ${distribution} cannot be made of this`, made.why, made.fix);
    return;
  }
  if ('value' in made) return addOnly(sink, name, made.value, when);
  if (
    distribution === 'log_uniform' ||
    distribution === 'inv_log_uniform' ||
    distribution === 'q_log_uniform'
  ) {
    const { low, high } = made.parameter;
    mistakes.warn(
      entryOf(map, 'min')?.node ?? map,
      `parameter ${name}: min and max of ${distribution} are exponents of e`,
      `Values go from ${short(low)} to ${short(high)}.`,
      `If these are the values themselves, write \`${distribution}_values\`.`,
    );
  }
  addParameter(sink, made.parameter, when);
}

function short(value: number): string {
  return `${Number(value.toPrecision(4))}`;
}
