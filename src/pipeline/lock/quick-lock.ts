import type { LockEntry, LockItem } from '../model/lock-entry.ts';
import { isMap, type Value, type ValueMap } from '../model/value.ts';
import { isTextKey } from '../model/key.ts';
import { readPlainYaml, readYaml } from '../yaml/read-yaml.ts';
import { readEntry } from './entry-shape.ts';
import type { Lock } from './lock.ts';
import { Shape } from './shape.ts';

const HEAD = "schema: '2.0'\nstages:\n";
const COLUMN = 2;
const NAME = / {2}([A-Za-z_][\w@.-]{0,99}):\n/y;
const CMD = / {4}cmd: ([A-Za-z_./][^\n]*)\n/y;
const LIST = / {4}(deps|outs):\n/y;
const ITEM =
  / {4}- path: ([A-Za-z_./][\w./-]*)\n(?: {6}hash: (md5)\n)? {6}md5: ([\da-f]{32}(?:\.dir)?)\n(?: {6}size: (0|[1-9]\d{0,14})\n)?(?: {6}nfiles: (0|[1-9]\d{0,8})\n)?(?: {6}isexec: (true)\n)?/y;
const NEXT = /\n {2}(?=\S)/g;
const PARAMS = / {4}params:\n((?: {6}[^\n]*\n)+)/y;
// What a plain text may not hold, and texts that would be something else: `true`, `.5`, `~`.
const NOT_A_PLAIN_TEXT = / #|:(?: |$)| $|[^\x20-\x7e]|^[.\d]|^(?:null|true|false)$/i;
// A hash with no letter, or none but one `e`, would be a number.
const LETTER = /[a-df]/;

/**
 * Reads a dvc.lock in the layout that DVC and joulebook write: entry by entry, those without anything special many times as fast as the
 * reader of YAML, with the same outcome. Undefined for every other text, also one that is not valid.
 */
export function quickLock(text: string): Lock | undefined {
  if (!text.startsWith(HEAD)) return undefined;
  const reader = new QuickReader(text, HEAD.length);
  const entries = new Map<string, LockEntry>();
  const texts = new Map<string, string>();
  while (reader.at < text.length) {
    const start = reader.at;
    const read = quickEntry(reader) ?? wholeEntry(reader, start);
    if (read === undefined || entries.has(read.name)) return undefined;
    entries.set(read.name, read.entry);
    texts.set(read.name, text.slice(start, reader.at));
  }
  if (entries.size === 0) return undefined;
  return { entries, lines: { head: HEAD, entries: texts, anchored: new Set(), tail: '', column: COLUMN } };
}

interface NamedEntry {
  readonly name: string;
  readonly entry: LockEntry;
}

function quickEntry(reader: QuickReader): NamedEntry | undefined {
  const name = reader.match(NAME)?.[1];
  if (name === undefined || isKeyword(name)) return undefined;
  const entry = reader.entry();
  return entry === undefined || !reader.atEntryOrEnd() ? undefined : { name, entry };
}

/** An entry of which the quick way knows only where it ends: the reader of YAML reads it alone. */
function wholeEntry(reader: QuickReader, start: number): NamedEntry | undefined {
  if (!reader.atEntryOrEnd(start)) return undefined;
  const lines = reader.linesFrom(start);
  // What stands at the margin ends the stages or the document.
  if (/^\S/m.test(lines) || !lines.endsWith('\n')) return undefined;
  const tree = readYaml(lines, '');
  if (!tree.ok || tree.value.blockAt([]) === undefined || !isMap(tree.value.value)) return undefined;
  const [[name, value] = ['', null], second] = tree.value.value;
  if (second !== undefined || !isTextKey(name)) return undefined;
  const entry = readEntry(new Shape(tree.value, ''), value, [name]);
  return entry.ok ? { name, entry: entry.value } : undefined;
}

class QuickReader {
  readonly #text: string;
  at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.at = pattern.lastIndex;
    return match;
  }

  /** Whether an entry can begin here, or the text ends: what went before is not continued. */
  atEntryOrEnd(at = this.at): boolean {
    return at === this.#text.length || /^ {2}\S/.test(this.#text.slice(at, at + COLUMN + 1));
  }

  /** The lines from one on up to the next entry; goes behind them. */
  linesFrom(start: number): string {
    NEXT.lastIndex = start;
    const next = NEXT.exec(this.#text);
    this.at = next === null ? this.#text.length : next.index + 1;
    return this.#text.slice(start, this.at);
  }

  entry(): LockEntry | undefined {
    const cmd = this.match(CMD)?.[1];
    if (cmd === undefined || NOT_A_PLAIN_TEXT.test(cmd)) return undefined;
    const deps = this.#list('deps');
    const params = this.#params();
    const outs = this.#list('outs');
    if (deps === null || params === null || outs === null) return undefined;
    return {
      cmd,
      ...(deps === undefined ? {} : { deps }),
      ...(params === undefined ? {} : { params }),
      ...(outs === undefined ? {} : { outs }),
    };
  }

  /** Undefined where the list is not there, null where it is not understood. */
  #list(name: string): readonly LockItem[] | undefined | null {
    LIST.lastIndex = this.at;
    if (LIST.exec(this.#text)?.[1] !== name) return undefined;
    this.at = LIST.lastIndex;
    const items: LockItem[] = [];
    for (let match = this.match(ITEM); match !== undefined; match = this.match(ITEM)) {
      const [, path = '', hash, md5 = '', size, nfiles, isexec] = match;
      if (isKeyword(path) || /^[.\d]*$|^\.\d/.test(path) || !LETTER.test(md5)) return null;
      items.push({
        path,
        ...(hash === undefined ? {} : { hash: 'md5' }),
        md5,
        ...(size === undefined ? {} : { size: Number(size) }),
        ...(nfiles === undefined ? {} : { nfiles: Number(nfiles) }),
        ...(isexec === undefined ? {} : { isexec: true }),
      });
    }
    return items.length === 0 ? null : items;
  }

  #params(): ReadonlyMap<string, ValueMap> | undefined | null {
    const lines = this.match(PARAMS)?.[1];
    if (lines === undefined) return undefined;
    const files = readPlainYaml(lines);
    if (!isMap(files)) return null;
    const params = new Map<string, ValueMap>();
    for (const [file, values] of files) {
      if (!isTextMap(values)) return null;
      params.set(file, values);
    }
    return params;
  }
}

function isTextMap(value: Value): value is ValueMap {
  return isMap(value) && [...value.keys()].every((key) => !key.startsWith('\u0000'));
}

function isKeyword(text: string): boolean {
  return /^(?:null|true|false|\.inf|\.nan)$/i.test(text);
}
