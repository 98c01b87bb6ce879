import { FIELD_NAMES, fieldNamed, fieldOf } from '../../../src/book/filter-fields.ts';
import type { KnownNames } from '../../../src/book/filter-parse.ts';

/** What may stand where something is typed. */
export interface Completion {
  readonly label: string;
  readonly hint: string;
  /** Replaces the letters from `from` up to `to`. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** What is offered beside the fields that every run has. */
export interface Offered {
  readonly names: KnownNames | undefined;
  /** What keys mean; none until the server was asked. */
  readonly meanings: Readonly<Record<string, string>>;
  /** Values that runs have, of some fields. */
  readonly values: (field: string) => readonly string[];
}

const MOST = 8;

/** What the word at the caret may become: a key before its operator, a value of a closed list behind it. */
export function completions(text: string, caret: number, offered: Offered): readonly Completion[] {
  const from = text.slice(0, caret).search(/\S*$/);
  const typed = text.slice(from, caret);
  const to = caret + (/^\S*/.exec(text.slice(caret))?.[0].length ?? 0);
  const [, sign = '', key = '', operator = '', rest = ''] =
    /^([-!]?)([^:=<>!"]*)([:=<>!]*)(.*)$/s.exec(typed) ?? [];
  if (operator === '') return keys(key, offered, { from: from + sign.length, to });
  const last = rest.split(',').at(-1) ?? '';
  const at = { from: caret - last.length, to };
  if (key.toLowerCase() === 'sort')
    return keys(last.replace(/^[-+]/, ''), offered, at, last.startsWith('-') ? '-' : '');
  const name = fieldNamed(key);
  const field = name === undefined ? undefined : fieldOf(name);
  const values =
    field !== undefined && 'values' in field && field.values !== undefined
      ? field.values
      : offered.values(name ?? key);
  return best(values, last).map((value) => ({
    label: value,
    hint: '',
    text: /[\s",:=<>]/.test(value) ? `"${value.replaceAll(/[\\"]/g, '\\$&')}"` : value,
    ...at,
  }));
}

function keys(
  typed: string,
  { names, meanings }: Offered,
  at: { readonly from: number; readonly to: number },
  before?: string,
): readonly Completion[] {
  const hints = new Map<string, string>(FIELD_NAMES.map((name) => [name, meanings[name] ?? '']));
  hints.set('tag', 'a tag of the run');
  if (before === undefined) hints.set('sort', 'the order, e.g. sort:-energy');
  for (const name of names?.metrics ?? []) hints.set(keyOf('metric', name, hints), 'a metric');
  for (const name of names?.params ?? []) hints.set(keyOf('param', name, hints), 'a parameter');
  return best([...hints.keys()], typed).map((key) => ({
    label: key,
    hint: hints.get(key) ?? '',
    text: before === undefined ? `${key}${operatorOf(key)}` : before + key,
    ...at,
  }));
}

function keyOf(room: string, name: string, known: ReadonlyMap<string, string>): string {
  const plain = /^[^\s",:=<>!]+$/.test(name) ? name : `"${name.replaceAll(/[\\"]/g, '\\$&')}"`;
  return room === 'param' || known.has(name) || fieldNamed(name) !== undefined ? `${room}.${plain}` : plain;
}

function operatorOf(key: string): string {
  const name = fieldNamed(key);
  if (name === undefined) return key === 'tag' || key === 'sort' ? ':' : '';
  return ['text', 'prefix', 'enum', 'place'].includes(fieldOf(name).type) ? ':' : '';
}

/** Those that begin with what is typed, then those that hold it. */
function best(words: readonly string[], typed: string): readonly string[] {
  const plain = (text: string): string => text.replaceAll('"', '').toLowerCase();
  const wanted = plain(typed);
  const begins = words.filter((word) => plain(word).startsWith(wanted));
  const holds = words.filter((word) => !plain(word).startsWith(wanted) && plain(word).includes(wanted));
  const found = [...begins, ...(wanted === '' ? [] : holds)];
  return found.length === 1 && plain(found[0] ?? '') === wanted ? [] : found.slice(0, MOST);
}
