import { readChoices, readValue } from './read-choices.ts';
import { parseRange, rangeParameter, type RangeNote, type RangeRequest } from './range.ts';
import { readDistribution } from './read-distribution.ts';
import { addOnly, addParameter, type ParameterSink, takeName } from './parameter-sink.ts';
import { entryOf } from './read-keys.ts';
import { isWrittenWhole, readFlag, readMap, readNumber, readText, readWord, shown } from './read-scalars.ts';
import type { MapNode, SourceNode, Span } from './yaml-tree.ts';

/** Every key that a parameter may have. */
export const PARAMETER_KEYS = [
  'value',
  'values',
  'probabilities',
  'min',
  'max',
  'log',
  'step',
  'type',
  'when',
  'distribution',
  'mu',
  'sigma',
  'a',
  'b',
  'q',
  'parameters',
] as const;

/** Reads `parameters`: ours and W&B's, nested ones included. */
export function readParameters(node: SourceNode, sink: ParameterSink, path: readonly string[] = []): void {
  const map = readMap(node, ['parameters', ...path].join('.'), sink.mistakes);
  if (map === undefined) return;
  if (map.entries.length === 0)
    sink.mistakes.add(map, 'no parameters', 'A search needs something to choose.', 'Write at least one.');
  for (const { key, at, node: inner } of map.entries) {
    const nested = inner.kind === 'map' ? entryOf(inner, 'parameters') : undefined;
    if (inner.kind === 'map' && nested !== undefined) {
      tellOthers(inner, key, ['parameters'], sink);
      readParameters(nested.node, sink, [...path, key]);
      continue;
    }
    const place = [...path, key];
    const name = place.join('.');
    if (!takeName(sink, name, at)) continue;
    if (path.length > 0) sink.nested[name] = place;
    readParameter(name, at, inner, sink);
  }
}

function readParameter(name: string, at: Span, node: SourceNode, sink: ParameterSink): void {
  const { mistakes } = sink;
  if (node.kind === 'scalar') return readShort(name, node, sink);
  if (node.kind === 'list') return addChoices(name, node, undefined, sink);
  for (const { key, at: keyAt } of node.entries)
    if (!(PARAMETER_KEYS as readonly string[]).includes(key))
      mistakes.unknown(keyAt, `unknown key "${key}" in parameter ${name}`, key, PARAMETER_KEYS);
  const when = readWhen(name, node, sink);
  const found = (key: (typeof PARAMETER_KEYS)[number]): SourceNode | undefined => entryOf(node, key)?.node;
  const distribution = found('distribution');
  if (distribution !== undefined) return readDistribution(name, node, distribution, when, sink);
  const values = found('values');
  const value = found('value');
  if (value !== undefined) {
    tellOthers(node, name, ['value', 'when'], sink);
    return addValue(name, value, when, sink);
  }
  if (values !== undefined) {
    tellOthers(node, name, ['values', 'probabilities', 'when'], sink);
    return addChoices(name, values, found('probabilities'), sink, when);
  }
  if (found('min') === undefined && found('max') === undefined) {
    if (isUnderstood(node))
      mistakes.add(
        at,
        `parameter ${name}: nothing to choose from`,
        'It has neither a range nor values.',
        'Write such as `{min: 0, max: 1.0}`, `{values: [a, b]}` or `{value: 5}`.',
      );
    return;
  }
  readRange(name, at, node, when, sink);
}

/** `epochs: 50`, or `lr: 1e-5..1e-1:log` as on the command line. */
function readShort(name: string, node: Extract<SourceNode, { kind: 'scalar' }>, sink: ParameterSink): void {
  const request = typeof node.value === 'string' && node.isPlain ? parseRange(node.value) : undefined;
  if (request === undefined) return addValue(name, node, undefined, sink);
  addRange(name, node, request, () => node, undefined, sink);
}

function readRange(
  name: string,
  at: Span,
  map: MapNode,
  when: string | undefined,
  sink: ParameterSink,
): void {
  const { mistakes } = sink;
  tellOthers(map, name, ['min', 'max', 'log', 'step', 'type', 'when'], sink);
  const [min, max, step] = (['min', 'max', 'step'] as const).map((key) => entryOf(map, key)?.node);
  for (const [key, node] of [['min', min] as const, ['max', max] as const])
    if (node === undefined && isUnderstood(map))
      mistakes.add(at, `parameter ${name}: ${key} is missing`, 'A range has two ends.', `Add \`${key}\`.`);
  const low = min === undefined ? undefined : readNumber(min, `${name}.min`, mistakes);
  const high = max === undefined ? undefined : readNumber(max, `${name}.max`, mistakes);
  const by = step === undefined ? undefined : readNumber(step, `${name}.step`, mistakes);
  const typeNode = entryOf(map, 'type')?.node;
  const type =
    typeNode === undefined ? undefined : readWord(typeNode, `${name}.type`, ['int', 'float'], mistakes);
  const logNode = entryOf(map, 'log')?.node;
  const log = logNode === undefined ? false : (readFlag(logNode, `${name}.log`, mistakes) ?? false);
  if (low === undefined || high === undefined || (step !== undefined && by === undefined)) return;
  // W&B takes equal bounds for the one value that they are.
  if (sink.isSweep && low === high) return addOnly(sink, name, low, when);
  const written = [min, max, step].filter((node) => node !== undefined);
  const request: RangeRequest = {
    low,
    high,
    log,
    isWhole: written.every(isWrittenWhole),
    ...(by === undefined ? {} : { step: by }),
    ...(type === undefined ? {} : { type }),
  };
  const nodeOf = (part: RangeNote['part']): SourceNode =>
    (part === 'low' ? min : part === 'high' ? max : part === 'step' ? step : undefined) ?? map;
  addRange(name, map, request, nodeOf, when, sink);
}

function addRange(
  name: string,
  node: SourceNode,
  request: RangeRequest | { readonly fault: RangeNote },
  nodeOf: (part: RangeNote['part']) => SourceNode,
  when: string | undefined,
  sink: ParameterSink,
): void {
  const made = 'fault' in request ? request : rangeParameter(name, request);
  if ('fault' in made) {
    const { part, what, why, fix } = made.fault;
    sink.mistakes.add(nodeOf(part) ?? node, `parameter ${name}: ${what}`, why, fix);
    return;
  }
  for (const { part, what, why, fix } of made.notes)
    sink.mistakes.warn(nodeOf(part), `parameter ${name}: ${what}`, why, fix);
  addParameter(sink, made.parameter, when);
}

function addValue(name: string, node: SourceNode, when: string | undefined, sink: ParameterSink): void {
  const value = readValue(node, sink.mistakes, sink.isSweep);
  if (value === undefined) return;
  addOnly(sink, name, value, when);
}

/** With one choice only a parameter is fixed. */
function addChoices(
  name: string,
  values: SourceNode,
  probabilities: SourceNode | undefined,
  sink: ParameterSink,
  when?: string,
): void {
  const read = readChoices(name, values, probabilities, sink.mistakes, sink.isSweep);
  if (read === undefined) return;
  const [only] = read.choices;
  if (read.choices.length === 1 && only !== undefined) addOnly(sink, name, only, when);
  else addParameter(sink, { kind: 'categorical', name, ...read }, when);
}

function readWhen(name: string, map: MapNode, sink: ParameterSink): string | undefined {
  const entry = entryOf(map, 'when');
  if (entry === undefined) return undefined;
  const text = readText(entry.node, `${name}.when`, sink.mistakes);
  if (text !== undefined) sink.conditionAt.set(name, entry.node.span);
  return text;
}

/** Whether all keys are known; else the one that seems to be missing may be the one that is misspelt. */
function isUnderstood({ entries }: MapNode): boolean {
  return entries.every(({ key }) => (PARAMETER_KEYS as readonly string[]).includes(key));
}

/** Keys that are known but do not go with the form of the parameter. */
function tellOthers(map: MapNode, name: string, going: readonly string[], sink: ParameterSink): void {
  for (const { key, at, node } of map.entries)
    if ((PARAMETER_KEYS as readonly string[]).includes(key) && !going.includes(key))
      sink.mistakes.add(
        at,
        `parameter ${name}: ${key} does not go with ${going[0]}`,
        `${shown(node)} would be ignored.`,
        `Take \`${key}\` away; with ${going[0]} may stand: ${going.slice(1).join(', ') || 'nothing else'}.`,
      );
}
