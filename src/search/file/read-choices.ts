import type { ParameterValue } from '../space/configuration.ts';
import { valueKey } from '../space/value-key.ts';
import type { Mistakes } from './mistakes.ts';
import { numberOf, shown } from './read-scalars.ts';
import type { SourceNode } from './yaml-tree.ts';

/** The words that Python's YAML, and so W&B, takes for true and false beside those two. */
const PYTHON_FLAG = /^(?:yes|Yes|YES|on|On|ON|no|No|NO|off|Off|OFF)$/;

/** A value as trials are given it; undefined where JSON has none for it, which is told. */
export function readValue(
  node: SourceNode,
  mistakes: Mistakes,
  isSweep: boolean,
): ParameterValue | undefined {
  if (node.kind === 'list') {
    const items = node.items.map((item) => readValue(item, mistakes, isSweep));
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  if (node.kind === 'map') {
    const entries = node.entries.map(
      ({ key, node: inner }) => [key, readValue(inner, mistakes, isSweep)] as const,
    );
    return entries.every((entry): entry is readonly [string, ParameterValue] => entry[1] !== undefined)
      ? Object.fromEntries(entries)
      : undefined;
  }
  const { value, source, isPlain } = node;
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value;
    mistakes.add(
      node,
      `${source} is no value that can be passed on`,
      'JSON has no such number.',
      'Write it as text, in quotes.',
    );
    return undefined;
  }
  if (typeof value !== 'string') return value;
  if (value.includes('\0')) {
    mistakes.add(node, 'a value has a NUL in it', 'No program can be given one.', 'Take it out.');
    return undefined;
  }
  if (isSweep && isPlain && PYTHON_FLAG.test(source)) return /^(?:y|on)/i.test(source);
  return numberOf(node) ?? value;
}

/** Choices with how often each is drawn; a value that stands twice is drawn twice as often. */
export interface Choices {
  readonly choices: readonly ParameterValue[];
  readonly probabilities?: readonly number[];
}

/** Probabilities may miss 1 by so much, as W&B has it. */
const SUM_SLACK = 1e-5;

/** Reads `values` and `probabilities`. */
export function readChoices(
  name: string,
  values: SourceNode,
  probabilities: SourceNode | undefined,
  mistakes: Mistakes,
  isSweep: boolean,
): Choices | undefined {
  if (values.kind !== 'list' || values.items.length === 0) {
    const why = values.kind === 'list' ? 'It is empty.' : `${shown(values)} stands there.`;
    mistakes.add(values, `${name}.values: a list is asked for`, why, 'Write such as `values: [16, 32, 64]`.');
    return undefined;
  }
  const all = values.items.map((item) => readValue(item, mistakes, isSweep));
  const weights =
    probabilities === undefined ? undefined : readWeights(name, probabilities, all.length, mistakes);
  if (probabilities !== undefined && weights === undefined) return undefined;
  if (!all.every((value) => value !== undefined)) return undefined;
  const choices: ParameterValue[] = [];
  const sums: number[] = [];
  const places = new Map<string, number>();
  for (const [i, value] of all.entries()) {
    const key = valueKey(value);
    const same = places.get(key);
    const weight = weights?.[i] ?? 1 / all.length;
    if (same === undefined) {
      places.set(key, choices.length);
      choices.push(value);
      sums.push(weight);
      continue;
    }
    sums[same] = (sums[same] ?? 0) + weight;
    mistakes.warn(
      values.items[i] ?? values,
      `${name}: ${JSON.stringify(value)} stands twice`,
      'It is drawn as often as both together.',
    );
  }
  const isEven = weights === undefined && choices.length === all.length;
  return { choices, ...(isEven ? {} : { probabilities: sums }) };
}

function readWeights(
  name: string,
  node: SourceNode,
  count: number,
  mistakes: Mistakes,
): readonly number[] | undefined {
  const numbers = node.kind === 'list' ? node.items.map(numberOf) : [];
  if (!numbers.every((one): one is number => one !== undefined && one >= 0) || node.kind !== 'list') {
    mistakes.add(
      node,
      `${name}.probabilities: a list of numbers is asked for`,
      'A probability is a number from 0 to 1.',
      'Write such as `probabilities: [0.7, 0.3]`.',
    );
    return undefined;
  }
  if (numbers.length !== count) {
    mistakes.add(
      node,
      `${name}.probabilities: ${numbers.length} of them for ${count} values`,
      'Each value has one.',
      'Write as many as there are values.',
    );
    return undefined;
  }
  const sum = numbers.reduce((all, one) => all + one, 0);
  if (Math.abs(sum - 1) > SUM_SLACK) {
    mistakes.add(
      node,
      `${name}.probabilities: their sum is ${Number(sum.toPrecision(4))}`,
      'Probabilities sum to 1.',
      'Change them so that they do.',
    );
    return undefined;
  }
  return numbers.map((one) => one / sum);
}
