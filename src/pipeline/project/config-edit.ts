/** One change of a configuration file. */
export type ConfigEdit =
  | { readonly k: 'set'; readonly section: string; readonly key: string; readonly value: string }
  | { readonly k: 'unset'; readonly section: string; readonly key: string }
  | { readonly k: 'remove'; readonly section: string }
  | { readonly k: 'rename'; readonly section: string; readonly to: string };

const SECTION = /^(\s*\[\s*)(.*?)(\s*\]\s*(?:[#;].*)?)$/;
const INDENT = '    ';

/**
 * Changes the text of a `.dvc/config` and leaves all else as it is: comments, order, the way of writing.
 *
 * @param edit.section such as `core` or `remote "storage"`.
 */
export function editedConfig(text: string, edit: ConfigEdit): string {
  const lines = text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
  const end = /\r\n/.test(text) ? '\r\n' : '\n';
  const changed = changedLines(lines, edit);
  return changed.length === 0 ? '' : changed.join(end) + end;
}

function changedLines(lines: readonly string[], edit: ConfigEdit): readonly string[] {
  const sections = sectionsOf(lines).filter(({ name }) => name === edit.section);
  if (edit.k === 'set') return setLines(lines, sections, edit);
  const kept: string[] = [];
  for (const [index, line] of lines.entries()) {
    const inside = sections.find(({ from, to }) => index >= from && index < to);
    if (inside === undefined) kept.push(line);
    else if (edit.k === 'rename') kept.push(index === inside.from ? retitled(line, edit.to) : line);
    else if (edit.k === 'unset' && (index === inside.from || keyOf(line) !== edit.key)) kept.push(line);
    else if (edit.k === 'remove' && index >= inside.contentTo) kept.push(line);
  }
  return kept;
}

function setLines(
  lines: readonly string[],
  sections: readonly Section[],
  { section, key, value }: Extract<ConfigEdit, { k: 'set' }>,
): readonly string[] {
  const written = (indent: string): string => `${indent}${key} = ${quotedValue(value)}`;
  for (const { from, to } of sections)
    for (let index = to - 1; index > from; index -= 1) {
      const line = lines[index] ?? '';
      if (keyOf(line) !== key) continue;
      const comment = commentOf(line);
      const replaced = written(/^\s*/.exec(line)?.[0] ?? INDENT) + comment;
      return [...lines.slice(0, index), replaced, ...lines.slice(index + 1)];
    }
  const last = sections.at(-1);
  if (last === undefined) return [...lines, title(section), written(INDENT)];
  const indent = /^\s*/.exec(lines[last.from + 1] ?? INDENT)?.[0];
  const at = last.contentTo;
  const own = at > last.from + 1 && indent !== undefined ? indent : INDENT;
  return [...lines.slice(0, at), written(own), ...lines.slice(at)];
}

interface Section {
  readonly name: string;
  /** The line of its title. */
  readonly from: number;
  /** The line behind its last setting: comments and blank lines behind it belong to what follows. */
  readonly contentTo: number;
  /** The line of the next title. */
  readonly to: number;
}

function sectionsOf(lines: readonly string[]): readonly Section[] {
  const starts = lines.flatMap((line, index) => {
    const name = sectionName(line);
    return name === undefined ? [] : [{ name, from: index }];
  });
  return starts.map(({ name, from }, i) => {
    const to = starts[i + 1]?.from ?? lines.length;
    let contentTo = to;
    while (contentTo > from + 1 && keyOf(lines[contentTo - 1] ?? '') === undefined) contentTo -= 1;
    return { name, from, contentTo, to };
  });
}

function sectionName(line: string): string | undefined {
  if (/^\s*[#;]/.test(line)) return undefined;
  const [, , title] = SECTION.exec(line) ?? [];
  if (title === undefined) return undefined;
  const name = unquoted(title).trim();
  const [, kind, inner] = /^(\w+)\s*"(.*)"$/.exec(name) ?? [];
  return kind === undefined ? name.toLowerCase() : `${kind.toLowerCase()} "${inner ?? ''}"`;
}

function keyOf(line: string): string | undefined {
  if (/^\s*(?:[#;]|$)/.test(line)) return undefined;
  const [, key] = /^\s*("[^"]*"|'[^']*'|[^'"=][^=]*?)\s*=/.exec(line) ?? [];
  return key === undefined ? undefined : unquoted(key).trim().toLowerCase();
}

/** What stands behind a value that is not quoted, or behind the quotes. */
function commentOf(line: string): string {
  const [, comment] = /=\s*(?!\s)(?:"[^"]*"|'[^']*'|[^'"#][^#]*?)?(\s*#.*)$/.exec(line) ?? [];
  return comment ?? '';
}

function retitled(line: string, name: string): string {
  const [, open = '[', , close = ']'] = SECTION.exec(line) ?? [];
  return `${open}${quotedTitle(name)}${close}`;
}

function title(name: string): string {
  return `[${quotedTitle(name)}]`;
}

/** Python's ConfigObj quotes a title that has quotes of its own. */
function quotedTitle(name: string): string {
  return name.includes('"') ? `'${name}'` : name;
}

/** A value as ConfigObj writes it; what it cannot hold (a line end) is for the caller to refuse. */
export function quotedValue(value: string): string {
  if (value.includes('"') && value.includes("'")) return `"""${value}"""`;
  if (value === '') return '""';
  if (!/^[\s'"]|[\s'"]$|[,#]/.test(value)) return value;
  return value.includes('"') ? `'${value}'` : `"${value}"`;
}

function unquoted(text: string): string {
  const [, , inner] = /^(["'])(.*)\1$/.exec(text) ?? [];
  return inner ?? text;
}
