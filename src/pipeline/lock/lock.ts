import type { LockEntries, LockEntry } from '../model/lock-entry.ts';
import type { Value } from '../model/value.ts';
import { type MemberText, memberText, yamlText } from '../yaml/yaml-text.ts';
import { entryValue } from './entry-value.ts';

/** A dvc.lock with the text of each entry, so that a change to one writes only that one anew and comments stay where they are. */
export interface Lock {
  readonly entries: LockEntries;
  /** What the file says of datasets (`ds://`). */
  readonly datasets?: Value;
  /** The lines of the file, where they can be kept. */
  readonly lines?: LockLines;
}

/** The lines of a dvc.lock in its usual layout. Each ends with a line break. */
export interface LockLines {
  /** All before the first entry, `stages:` included. */
  readonly head: string;
  /** The lines of each entry, with the comments before it. */
  readonly entries: ReadonlyMap<string, string>;
  /** Entries with names for values that stand in several places: the names are counted through the file. */
  readonly anchored: ReadonlySet<string>;
  /** All behind the last entry. */
  readonly tail: string;
  /** The column of the names of stages. */
  readonly column: number;
}

/** The lock of a project in which no stage has run. */
export const EMPTY_LOCK: Lock = { entries: new Map() };

const HEAD = "schema: '2.0'\nstages:";
/** The usual column of the name of a stage. */
const COLUMN = 2;

/** The text of a dvc.lock. DVC removes the file when its last entry goes; without entries it is still a valid one. */
export function lockText(lock: Lock): string {
  if (lock.entries.size === 0) return `${HEAD} {}\n${datasetsText(lock)}`;
  const { head, entries, anchored, tail, column } = linesOf(lock);
  if (anchored.size === 0) return head + [...entries.values()].join('') + tail;
  let text = head;
  let anchors = 0;
  for (const [name, entry] of lock.entries) {
    const lines = anchored.has(name) ? entryLines(name, entry, column, anchors) : undefined;
    anchors += lines?.anchors ?? 0;
    text += lines?.text ?? entries.get(name) ?? '';
  }
  return text + tail;
}

/** A lock with an entry: in its old place where there was one, else at the end. An entry that says the same keeps its text. */
export function withEntry(lock: Lock, name: string, entry: LockEntry): Lock {
  const lines = linesOf(lock);
  const old = lock.entries.get(name);
  const entries = new Map(lock.entries).set(name, entry);
  const { text, anchors } = entryLines(name, entry, lines.column);
  if (old !== undefined && entryLines(name, old, lines.column).text === text)
    return { ...lock, entries, lines };
  const anchored = new Set(lines.anchored);
  if (anchors > 0) anchored.add(name);
  else anchored.delete(name);
  return { ...lock, entries, lines: { ...lines, entries: new Map(lines.entries).set(name, text), anchored } };
}

/** A lock without some entries. */
export function withoutEntries(lock: Lock, names: Iterable<string>): Lock {
  const lines = linesOf(lock);
  const entries = new Map(lock.entries);
  const texts = new Map(lines.entries);
  const anchored = new Set(lines.anchored);
  for (const name of names) {
    entries.delete(name);
    texts.delete(name);
    anchored.delete(name);
  }
  return { ...lock, entries, lines: { ...lines, entries: texts, anchored } };
}

/** The text of a run-cache file. */
export function runFileText(entry: LockEntry): string {
  return yamlText(entryValue(entry));
}

function entryLines(name: string, entry: LockEntry, column: number, anchorsBefore = 0): MemberText {
  return memberText(name, entryValue(entry), column, anchorsBefore);
}

function linesOf(lock: Lock): LockLines {
  if (lock.lines !== undefined) return lock.lines;
  const entries = new Map<string, string>();
  const anchored = new Set<string>();
  for (const [name, entry] of lock.entries) {
    const { text, anchors } = entryLines(name, entry, COLUMN);
    entries.set(name, text);
    if (anchors > 0) anchored.add(name);
  }
  return { head: `${HEAD}\n`, entries, anchored, tail: datasetsText(lock), column: COLUMN };
}

function datasetsText({ datasets }: Lock): string {
  return datasets === undefined ? '' : memberText('datasets', datasets, 0).text;
}
