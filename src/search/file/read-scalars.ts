import type { Problem } from '../../errors.ts';
import type { Result } from '../../result.ts';
import type { Mistakes } from './mistakes.ts';
import type { MapNode, ScalarNode, SourceNode } from './yaml-tree.ts';

/** What is allowed of a number. */
export interface NumberRules {
  readonly isWhole?: true;
  readonly least?: number;
  /** Above this, and not it. */
  readonly above?: number;
  readonly most?: number;
}

/** A number; where it is none, a mistake is told and undefined returned. Digits may be grouped: 10_000. */
export function readNumber(
  node: SourceNode,
  name: string,
  mistakes: Mistakes,
  rules: NumberRules = {},
): number | undefined {
  const value = numberOf(node);
  const wanted = numberWords(rules);
  if (value === undefined) {
    mistakes.add(node, `${name}: ${wanted} is asked for`, `${shown(node)} is none.`, 'Write it as a number.');
    return undefined;
  }
  const { least = -Infinity, above = -Infinity, most = Infinity, isWhole } = rules;
  if (value >= least && value > above && value <= most && (isWhole !== true || Number.isSafeInteger(value)))
    return value;
  mistakes.add(node, `${name}: ${wanted} is asked for`, `${shown(node)} is not.`, `Write ${wanted}.`);
  return undefined;
}

function numberWords({ isWhole, least, above, most }: NumberRules): string {
  const kind = isWhole === true ? 'a whole number' : 'a number';
  const from = least === undefined ? (above === undefined ? '' : ` above ${above}`) : ` of at least ${least}`;
  if (most === undefined) return `${kind}${from}`;
  return least === undefined ? `${kind}${from}, at most ${most}` : `${kind} from ${least} to ${most}`;
}

/** The number that a node is, if it is a finite one. */
export function numberOf(node: SourceNode): number | undefined {
  if (node.kind !== 'scalar') return undefined;
  const { value, source, isPlain } = node;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const isGrouped = isPlain && /^[+-]?\d{1,3}(?:_\d{3})+(?:\.\d+)?$/.test(source);
  return isGrouped ? Number(source.replaceAll('_', '')) : undefined;
}

/** Whether a number is written as a whole one: 1 is, 1.0 and 1e3 are not. */
export function isWrittenWhole(node: SourceNode): boolean {
  return node.kind === 'scalar' && /^[+-]?(?:[\d_]+|0x[\da-f]+|0o[0-7]+)$/i.test(node.source);
}

/** A text that is not empty; a number that stands there is taken as it is written. */
export function readText(node: SourceNode, name: string, mistakes: Mistakes): string | undefined {
  if (node.kind === 'scalar' && node.value !== null && node.source.trim() !== '') {
    if (!node.source.includes('\0')) return typeof node.value === 'string' ? node.value : node.source;
    mistakes.add(node, `${name}: a character that no program can be given`, 'It is a NUL.', 'Take it out.');
    return undefined;
  }
  mistakes.add(node, `${name}: a text is asked for`, `${shown(node)} stands there.`, 'Write a text.');
  return undefined;
}

/** One of several words. */
export function readWord<W extends string>(
  node: SourceNode,
  name: string,
  words: readonly W[],
  mistakes: Mistakes,
): W | undefined {
  const text = node.kind === 'scalar' ? node.source : undefined;
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  mistakes.unknown(node, `${name}: ${shown(node)} is not known`, text ?? '', words);
  return undefined;
}

/** True or false. */
export function readFlag(node: SourceNode, name: string, mistakes: Mistakes): boolean | undefined {
  if (node.kind === 'scalar') {
    if (typeof node.value === 'boolean') return node.value;
    if (node.isPlain && /^(?:yes|on)$/i.test(node.source)) return true;
    if (node.isPlain && /^(?:no|off)$/i.test(node.source)) return false;
  }
  mistakes.add(
    node,
    `${name}: true or false is asked for`,
    `${shown(node)} is neither.`,
    'Write `true` or `false`.',
  );
  return undefined;
}

/** A quantity with its unit, such as `2 kWh`. */
export function readQuantity(
  node: SourceNode,
  name: string,
  parse: (text: string, options: { readonly label: string }) => Result<number>,
  mistakes: Mistakes,
): number | undefined {
  const text = readText(node, name, mistakes);
  if (text === undefined) return undefined;
  const parsed = parse(text, { label: name });
  if (parsed.ok) return parsed.value;
  tellProblem(node, parsed.error, mistakes);
  return undefined;
}

function tellProblem(node: SourceNode, { what, why, fix }: Problem, mistakes: Mistakes): void {
  mistakes.add(node, what, why ?? '', fix ?? '');
}

/** A mapping; for an empty value, one without entries. */
export function readMap(node: SourceNode, name: string, mistakes: Mistakes): MapNode | undefined {
  if (node.kind === 'map') return node;
  mistakes.add(
    node,
    `${name}: a mapping is asked for`,
    `${shown(node)} stands there.`,
    `Write \`key: value\` lines under ${name}, indented.`,
  );
  return undefined;
}

/** A scalar as it was written, or what else stands there. */
export function shown(node: SourceNode): string {
  if (node.kind === 'list') return 'A list';
  if (node.kind === 'map') return 'A mapping';
  return node.source === '' && node.isPlain ? 'Nothing' : `"${short(node)}"`;
}

function short({ source }: ScalarNode): string {
  return source.length > 60 ? `${source.slice(0, 57)}…` : source;
}
