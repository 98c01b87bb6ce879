import { parseDuration, parseIntensity } from '../../units/quantity.ts';
import type { Draft } from './draft.ts';
import type { MetricConstraint } from './metric-constraint.ts';
import type { Mistakes } from './mistakes.ts';
import { readKeys } from './read-keys.ts';
import { numberOf, readMap, readQuantity, readText, readWord } from './read-scalars.ts';
import type { MapNode, SourceNode } from './yaml-tree.ts';

/** Reads `capture`: one pattern or several, each with named groups. */
export function readCapture(node: SourceNode, draft: Draft, mistakes: Mistakes): void {
  for (const item of node.kind === 'list' ? node.items : [node]) {
    if (item.kind === 'map') {
      readKeys(item, 'capture', { regex: (value) => readCapture(value, draft, mistakes) }, mistakes);
      continue;
    }
    const text = readText(item, 'capture', mistakes);
    const pattern = text === undefined ? undefined : patternOf(text, item, mistakes);
    if (pattern !== undefined) draft.capture.push(pattern);
  }
}

function patternOf(text: string, node: SourceNode, mistakes: Mistakes): RegExp | undefined {
  // Python's way of naming groups is taken too.
  const source = text.replaceAll('(?P<', '(?<');
  let pattern: RegExp;
  try {
    pattern = new RegExp(source, 'u');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    try {
      // Without `u` escapes that mean nothing are allowed, as in most other languages.
      pattern = new RegExp(source);
    } catch (again) {
      if (!(again instanceof SyntaxError)) throw again;
      const why = again.message.replace(/^Invalid regular expression: /, '');
      mistakes.add(
        node,
        'capture: no regular expression',
        `${why}.`,
        'Mend it; in double quotes YAML wants each backslash twice.',
      );
      return undefined;
    }
  }
  if (/\(\?<[A-Za-z_$]/.test(source)) return pattern;
  mistakes.add(
    node,
    'capture: no named group',
    'The name of a group is the name of the metric that it catches.',
    String.raw`Write such as \`acc=(?<val_acc>[\d.]+)\`.`,
  );
  return undefined;
}

const CONSTRAINT =
  /^\s*([^\s<>=!]+)\s*(<=|>=|<|>|==|=<|=>)\s*([+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*$/i;

/** Reads `constraints`: bounds on metrics that trials report. */
export function readConstraints(node: SourceNode, draft: Draft, mistakes: Mistakes): void {
  for (const item of node.kind === 'list' ? node.items : [node]) {
    const text = readText(item, 'constraints', mistakes);
    if (text === undefined) continue;
    const [, metric = '', sign = '', bound = ''] = CONSTRAINT.exec(text) ?? [];
    const operator = OPERATORS[sign];
    if (operator === undefined)
      mistakes.add(
        item,
        `constraints: "${text}" is no bound on a metric`,
        'A bound is a metric, one of <= >= < >, and a number.',
        'Write such as `"latency_ms <= 20"`.',
      );
    else draft.constraints.push({ text, metric, operator, bound: Number(bound.replaceAll('_', '')) });
  }
}

const OPERATORS: Readonly<Record<string, MetricConstraint['operator']>> = {
  '<=': '<=',
  '>=': '>=',
  '<': '<',
  '>': '>',
};

/** Reads `carbon`. */
export function readCarbon(node: SourceNode, draft: Draft, mistakes: Mistakes): void {
  const map = readMap(node, 'carbon', mistakes);
  if (map !== undefined) draft.carbon = carbonOf(map, mistakes);
}

function carbonOf(map: MapNode, mistakes: Mistakes): NonNullable<Draft['carbon']> {
  let intensity: number | { readonly file: string } | undefined;
  let pauseAbove: number | undefined;
  let maxWaitS: number | undefined;
  readKeys(
    map,
    'carbon',
    {
      intensity: (value) => {
        const isQuantity =
          numberOf(value) !== undefined ||
          (value.kind === 'scalar' && /^\s*[\d.]+\s*\S*\/\S*$/.test(value.source));
        if (isQuantity) intensity = readQuantity(value, 'carbon.intensity', parseIntensity, mistakes);
        else {
          const file = readText(value, 'carbon.intensity', mistakes);
          if (file !== undefined) intensity = { file };
        }
      },
      pause_above: (value) => {
        pauseAbove = readQuantity(value, 'carbon.pause_above', parseIntensity, mistakes);
      },
      max_wait: (value) => {
        maxWaitS = readQuantity(value, 'carbon.max_wait', parseDuration, mistakes);
      },
    },
    mistakes,
  );
  return {
    ...(intensity === undefined ? {} : { intensity }),
    ...(pauseAbove === undefined ? {} : { pauseAbove }),
    ...(maxWaitS === undefined ? {} : { maxWaitS }),
  };
}

/** Reads `checkpoint`. */
export function readCheckpoint(node: SourceNode, draft: Draft, mistakes: Mistakes): void {
  const flag = node.kind === 'scalar' ? node.value : undefined;
  const value = typeof flag === 'boolean' ? flag : readWord(node, 'checkpoint', ['auto'], mistakes);
  if (value !== undefined) draft.checkpoint = value;
}
