import { lastEnd } from '../yaml/read/last-end.ts';
import type { YamlNode } from '../yaml/read/node.ts';
import type { YamlTree } from '../yaml/read-yaml.ts';
import type { LockLines } from './lock.ts';

/**
 * The lines of each entry of a dvc.lock, so that entries which do not change keep theirs, comments included. Undefined where the file is
 * not in its usual layout (flow style, JSON, anchors): then it is written anew as a whole.
 */
export function splitLock(text: string, tree: YamlTree, names: readonly string[]): LockLines | undefined {
  const stages = tree.blockAt(['stages']);
  if (stages === undefined || stages.length !== names.length || names.length === 0) return undefined;
  const column = columnOf(text, stages[0]?.[0]);
  const starts: number[] = [];
  let from = 0;
  for (const [key, value] of stages) {
    if (columnOf(text, key) !== column || column === undefined || column === 0) return undefined;
    starts.push(withComments(text, lineStart(text, key.start), from, column));
    from = lastEnd(value);
  }
  const tailFrom = behindEntry(text, from, column ?? 0);
  const entries = new Map<string, string>();
  for (const [i, name] of names.entries())
    entries.set(name, ended(text.slice(starts[i], starts[i + 1] ?? tailFrom)));
  return {
    head: text.slice(0, starts[0]),
    entries,
    anchored: new Set(),
    tail: text.slice(tailFrom),
    column: column ?? 0,
  };
}

/** The column of a key that stands alone at the beginning of its line. */
function columnOf(text: string, key: YamlNode | undefined): number | undefined {
  if (key === undefined) return undefined;
  const start = lineStart(text, key.start);
  return /^ *$/.test(text.slice(start, key.start)) ? key.start - start : undefined;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** Comments and empty lines right before an entry belong to it, back to where the one before ends. */
function withComments(text: string, start: number, from: number, column: number): number {
  let first = start;
  while (first > from && first > 0) {
    const before = lineStart(text, first - 1);
    if (before < from || !isCommentUpTo(text.slice(before, first), column)) break;
    first = before;
  }
  return first;
}

function isCommentUpTo(line: string, column: number): boolean {
  const indent = line.search(/\S/);
  return indent < 0 || (indent <= column && line[indent] === '#');
}

/** Where the last entry ends: behind its last value and the comments that are indented like it or deeper. */
function behindEntry(text: string, from: number, column: number): number {
  let at = nextLine(text, from === 0 ? 0 : from - 1);
  while (at < text.length) {
    const end = nextLine(text, at);
    const indent = text.slice(at, end).search(/\S/);
    if (indent >= 0 && (indent < column || text[at + indent] !== '#')) break;
    at = end;
  }
  return at;
}

function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

function ended(lines: string): string {
  return lines.endsWith('\n') ? lines : `${lines}\n`;
}
