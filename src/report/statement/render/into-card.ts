import { load, YAMLException } from 'js-yaml';
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  type Pair,
  parseDocument,
  stringify,
  type YAMLMap,
} from 'yaml';
import { type Problem, problem } from '../../../errors.ts';
import { err, ok, type Result } from '../../../result.ts';
import { TRACKED_KEYS } from '../../lint-card/tracked-keys.ts';

const KEY = 'co2_eq_emissions';
/** Blank lines may stand before it, as the Hub reads a card. */
const OPENED = /^\s*---[ \t]*\r?\n/;
/** They belong to the value above. */
const INDENTED_COMMENTS = /^(?:[ \t]+#[^\n]*(?:\n|$))*/;
const CLOSED = /^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/m;

/**
 * Puts `co2_eq_emissions` into the front matter of a model card; every other byte of the card stays. What the card says of it already gives way, but for keys that
 * the new block does not have, e.g. `training_type`, and that are not of the old measurement, e.g. `energy_consumed`. A card without front matter gets one. E_IMPORT where the front matter cannot be read: nothing is guessed there.
 *
 * @param card Text of the card; empty where there is none yet.
 * @param block The new block, as `modelCardReport` makes it.
 */
export function intoCard(card: string, block: string): Result<string> {
  const opened = OPENED.exec(card);
  if (opened === null) {
    const isMarked = card.startsWith('\ufeff');
    const end = card.includes('\r\n') ? '\r\n' : '\n';
    return ok(
      `${isMarked ? '\ufeff' : ''}${withEnds(`---\n${block}---\n`, end)}${isMarked ? card.slice(1) : card}`,
    );
  }
  const [head] = opened;
  const rest = card.slice(head.length);
  const closed = CLOSED.exec(rest);
  if (closed === null) return err(unread('it begins with --- and has no second line of ---'));
  const yaml = rest.slice(0, closed.index);
  const merged = intoYaml(yaml, block, head.endsWith('\r\n') ? '\r\n' : '\n');
  return merged.ok ? ok(head + merged.value + rest.slice(closed.index)) : merged;
}

function intoYaml(yaml: string, block: string, end: string): Result<string> {
  const document = parseDocument(yaml);
  const [fault] = document.errors;
  if (fault !== undefined) return err(unread(firstLine(fault.message)));
  const root: unknown = document.contents;
  const isEmpty = root === null || (isScalar(root) && root.value === null);
  if (!isEmpty && (!isMap(root) || root.flow === true))
    return err(unread('it is no map with a key on each line'));
  const pair = isMap(root) ? pairOf(root, KEY) : undefined;
  if (pair === undefined) {
    const before = yaml === '' || yaml.endsWith('\n') ? yaml : `${yaml}${end}`;
    return ok(before + withEnds(block, end));
  }
  const [from, to] = linesOf(pair, yaml);
  const said = pair.value === null ? undefined : valueOf(pair.value, document);
  if (said !== undefined && !said.ok) return said;
  const merged = yaml.slice(0, from) + withEnds(besideOld(block, said?.value), end) + yaml.slice(to);
  const wrong = faultOf(merged);
  return wrong === undefined ? ok(merged) : err(unread(wrong));
}

/** Why it is no YAML any more: an alias elsewhere may have meant what stood there. */
function faultOf(yaml: string): string | undefined {
  try {
    load(yaml);
    return undefined;
  } catch (error) {
    if (error instanceof YAMLException) return error.reason;
    throw error;
  }
}

/** From the first byte of the key's line to the end of the last line of its value. */
function linesOf(pair: Pair, yaml: string): readonly [number, number] {
  const [keyStart, keyEnd] = rangeOf(pair.key) ?? [0, 0];
  const valueEnd = Math.max(keyEnd, rangeOf(pair.value)?.[1] ?? keyEnd);
  const lineEnd = yaml[valueEnd - 1] === '\n' ? valueEnd - 1 : yaml.indexOf('\n', valueEnd);
  const next = lineEnd < 0 ? yaml.length : lineEnd + 1;
  const [comments = ''] = INDENTED_COMMENTS.exec(yaml.slice(next)) ?? [];
  return [keyStart, next + comments.length];
}

/** A value with its aliases followed. */
function valueOf(node: unknown, document: Document): Result<unknown> {
  try {
    return ok(isNode(node) ? node.toJS(document, { maxAliasCount: MOST_ALIASES }) : undefined);
  } catch (error) {
    // Of an alias without its anchor, and of more of them than anybody writes.
    if (error instanceof ReferenceError) return err(unread(firstLine(error.message)));
    throw error;
  }
}

const MOST_ALIASES = 100;

/** The new block, and what the card said that it does not. */
function besideOld(block: string, said: unknown): string {
  if (!isObject(said)) return block;
  const made = parseDocument(block).toJS() as Readonly<Record<string, object>>;
  const kept = Object.keys(said).filter(
    // What an earlier tracker wrote of its own measurement would stand beside another one.
    (key) => !(key in (made[KEY] ?? {})) && said[key] !== null && !TRACKED_KEYS.includes(key),
  );
  const isOpen = (line: string): boolean => !kept.some((key) => line.trimStart().startsWith(`# ${key}:`));
  return (
    block.split('\n').filter(isOpen).join('\n') +
    kept.map((key) => stringify({ [key]: said[key] }, { lineWidth: 0 }).replaceAll(/^(?=.)/gm, '  ')).join('')
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((one) => isScalar(one.key) && one.key.value === key);
}

function rangeOf(node: unknown): readonly [number, number] | undefined {
  const range = (node as { readonly range?: readonly [number, number, number] | null } | null)?.range;
  return range === undefined || range === null ? undefined : [range[0], range[1]];
}

function withEnds(text: string, end: string): string {
  return end === '\n' ? text : text.replaceAll('\n', end);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.replace(/:$/, '') ?? text;
}

function unread(why: string): Problem {
  return problem(
    'E_IMPORT',
    'the front matter of the card cannot be read',
    `${why}.`,
    'Mend it (`joulebook lint-card` names the line), or paste what `joulebook report --model-card` prints.',
  );
}
