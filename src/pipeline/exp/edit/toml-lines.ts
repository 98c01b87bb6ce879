/** A `key = value` of a TOML text. */
export interface TomlPair {
  /** The names that lead to it, those of its table first. */
  readonly path: readonly string[];
  /** Where its line begins, and where its value begins and ends. */
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/** The head of a table. */
export interface TomlTable {
  readonly path: readonly string[];
  /** Behind the last line of the table that is not empty. */
  readonly end: number;
}

/** Where the pairs and tables of a TOML text stand. Tables that stand in lists are left out. */
export function tomlLines(text: string): {
  readonly pairs: readonly TomlPair[];
  readonly tables: readonly TomlTable[];
} {
  const pairs: TomlPair[] = [];
  const tables: { path: readonly string[]; end: number }[] = [{ path: [], end: 0 }];
  let isInList = false;
  let at = 0;
  while (at < text.length) {
    const line = at;
    const head = /^[ \t]*(\[\[?)([^\]\n]*)\]/.exec(text.slice(at, endOfLine(text, at)));
    if (head !== null) {
      isInList = head[1] === '[[';
      at = endOfLine(text, at) + 1;
      if (!isInList) tables.push({ path: namesIn(head[2] ?? ''), end: Math.min(at, text.length) });
      continue;
    }
    const key = KEY.exec(text.slice(at, endOfLine(text, at)));
    if (key === null) {
      at = endOfLine(text, at) + 1;
      continue;
    }
    const from = at + key[0].length;
    const to = endOfValue(text, from);
    at = endOfLine(text, to) + 1;
    const table = tables.at(-1);
    if (isInList || table === undefined) continue;
    pairs.push({ path: [...table.path, ...namesIn(key[1] ?? '')], line, from, to });
    table.end = Math.min(at, text.length);
  }
  return { pairs, tables };
}

const KEY =
  /^[ \t]*((?:[\w-]+|"(?:[^"\\]|\\.)*"|'[^']*')(?:[ \t]*\.[ \t]*(?:[\w-]+|"(?:[^"\\]|\\.)*"|'[^']*'))*)[ \t]*=[ \t]*/;
const NAME = /"((?:[^"\\]|\\.)*)"|'([^']*)'|([\w-]+)/g;

function namesIn(dotted: string): readonly string[] {
  return [...dotted.matchAll(NAME)].map(([, quoted, literal, bare]) =>
    quoted === undefined ? (literal ?? bare ?? '') : (JSON.parse(`"${quoted}"`) as string),
  );
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Behind a value: texts and brackets are passed over as a whole. */
function endOfValue(text: string, from: number): number {
  let depth = 0;
  let end = from;
  for (let at = from; at < text.length; ) {
    const char = text[at] ?? '';
    const quotes = ['"""', "'''", '"', "'"].find((mark) => text.startsWith(mark, at));
    if (quotes !== undefined) {
      at = endOfText(text, at, quotes);
      end = at;
    } else if (char === '#') at = endOfLine(text, at);
    else if (char === '\n' && depth === 0) break;
    else {
      if ('[{'.includes(char)) depth++;
      if (']}'.includes(char)) depth--;
      at++;
      if (/\S/.test(char)) end = at;
    }
  }
  return end;
}

function endOfText(text: string, from: number, quotes: string): number {
  let at = from + quotes.length;
  while (at < text.length && !text.startsWith(quotes, at))
    at += quotes.startsWith('"') && text[at] === '\\' ? 2 : 1;
  return Math.min(text.length, at + quotes.length);
}
