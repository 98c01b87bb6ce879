import type { LockEntries, LockEntry } from '../model/lock-entry.ts';
import type { Value } from '../model/value.ts';
import { memberText, yamlText } from '../yaml/yaml-text.ts';
import { entryValue } from './entry-value.ts';

/**
 * A dvc.lock with the text of each entry, so that a change to one writes only that one anew and comments stay where they are.
 */
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
  const { head, entries, tail } = linesOf(lock);
  return head + [...entries.values()].join('') + tail;
}

/** A lock with an entry: in its old place where there was one, else at the end. An entry that says the same keeps its text. */
export function withEntry(lock: Lock, name: string, entry: LockEntry): Lock {
  const lines = linesOf(lock);
  const old = lock.entries.get(name);
  const entries = new Map(lock.entries).set(name, entry);
  const kept = old !== undefined && lines.entries.has(name) && sameEntry(old, entry);
  const text = kept ? (lines.entries.get(name) ?? '') : entryText(name, entry, lines.column);
  return { ...lock, entries, lines: { ...lines, entries: new Map(lines.entries).set(name, text) } };
}

/** A lock without some entries. */
export function withoutEntries(lock: Lock, names: Iterable<string>): Lock {
  const lines = linesOf(lock);
  const entries = new Map(lock.entries);
  const texts = new Map(lines.entries);
  for (const name of names) {
    entries.delete(name);
    texts.delete(name);
  }
  return { ...lock, entries, lines: { ...lines, entries: texts } };
}

/** The lines of one entry. */
export function entryText(name: string, entry: LockEntry, column = COLUMN): string {
  return memberText(name, entryValue(entry), column);
}

function linesOf(lock: Lock): LockLines {
  if (lock.lines !== undefined) return lock.lines;
  const entries = [...lock.entries].map(([name, entry]) => [name, entryText(name, entry)] as const);
  return { head: `${HEAD}\n`, entries: new Map(entries), tail: datasetsText(lock), column: COLUMN };
}

function datasetsText({ datasets }: Lock): string {
  return datasets === undefined ? '' : memberText('datasets', datasets, 0);
}

/** The text of a run-cache file. */
export function runFileText(entry: LockEntry): string {
  return yamlText(entryValue(entry));
}

/** Whether two entries are the same to the order of their fields, and 1 is not 1.0. */
function sameEntry(a: LockEntry, b: LockEntry): boolean {
  return a === b || entryText('', a) === entryText('', b);
}
