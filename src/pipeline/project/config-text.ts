import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';

/** A setting: a text, or several where they are separated by commas. */
export type Setting = string | readonly string[];

/** A configuration file: settings by section, as `core` or `remote "storage"`. Names of sections and keys in lower case, as DVC takes them. */
export type ConfigText = ReadonlyMap<string, ReadonlyMap<string, Setting>>;

const SECTION = /^\[\s*(.*?)\s*\]\s*(?:[#;].*)?$/;
const PAIR = /^("[^"]*"|'[^']*'|[^'"=][^=]*?)\s*=\s*(.*)$/;

/** Reads a `.dvc/config`, in the INI dialect of Python's ConfigObj. */
export function parseConfigText(text: string, file: string): Result<ConfigText> {
  const sections = new Map<string, Map<string, Setting>>();
  let current: Map<string, Setting> | undefined;
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.replace(/^\uFEFF/, '').trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    const title = SECTION.exec(line)?.[1];
    if (title !== undefined) {
      const name = unquoted(title).trim();
      const key = /^(remote|machine|db)\s*"/i.test(name) ? namedSection(name) : name.toLowerCase();
      current = sections.get(key) ?? new Map();
      sections.set(key, current);
      continue;
    }
    const [, key, value] = PAIR.exec(line) ?? [];
    if (key === undefined || value === undefined) return err(notUnderstood(file, index + 1, raw));
    if (current === undefined) {
      current = new Map();
      sections.set('', current);
    }
    current.set(unquoted(key).trim().toLowerCase(), settingOf(value));
  }
  return ok(sections);
}

/** `remote  "storage"` as `remote "storage"`; the name keeps its case. */
function namedSection(name: string): string {
  const [, kind = '', rest = ''] = /^(\w+)\s*"(.*)"\s*$/.exec(name) ?? [];
  return `${kind.toLowerCase()} "${rest}"`;
}

function settingOf(text: string): Setting {
  const [, , whole] = /^\s*("{3}|'{3})(.*?)\1/.exec(text) ?? [];
  if (whole !== undefined) return whole; // has quotes of both kinds
  const items: string[] = [];
  let rest = text;
  for (;;) {
    const quoted = /^\s*("[^"]*"|'[^']*')\s*/.exec(rest);
    const plain = quoted === null ? /^\s*([^,#]*)/.exec(rest) : null;
    const item = quoted?.[1] === undefined ? (plain?.[1] ?? '').trim() : unquoted(quoted[1]);
    rest = rest.slice((quoted ?? plain)?.[0].length ?? 0);
    const isMore = rest.startsWith(',');
    if (item !== '' || quoted !== null || !isMore) items.push(item);
    if (!isMore) break;
    rest = rest.slice(1);
    if (rest.trim() === '' || rest.trimStart().startsWith('#')) return items; // `a,` is a list of one
  }
  return items.length === 1 ? (items[0] ?? '') : items;
}

function unquoted(text: string): string {
  const [, , inner] = /^(["'])(.*)\1$/.exec(text) ?? [];
  return inner ?? text;
}

function notUnderstood(file: string, line: number, text: string): Problem {
  return problem(
    'E_PIPELINE_CONFIG',
    `${file} is not understood`,
    'a line is neither a section nor a setting',
    'write `[section]` or `key = value`, or comment the line out with #',
    { file, line, column: 1, text, length: text.length },
  );
}
