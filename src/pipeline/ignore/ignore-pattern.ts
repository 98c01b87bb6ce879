/** One line of a .dvcignore or .gitignore, ready to be asked. */
export interface IgnorePattern {
  /** As it was written. */
  readonly text: string;
  /** False where it begins with `!`: what it fits is seen again. */
  readonly isIgnored: boolean;
  /** It ends with `/` and fits folders alone. */
  readonly isForFolders: boolean;
  /** Whether a path, relative to the folder of the file of patterns and with `/` behind it for a folder, is meant. */
  readonly fits: RegExp;
}

/**
 * Reads one pattern in the syntax of gitignore. A comment, an empty line and what makes no sense (a range that ends before it begins) are
 * none, and neither are a star or two with a slash behind, for any folder at all, which DVC does not follow. What lies inside an ignored folder is not asked for: it is not looked into.
 */
export function ignorePattern(line: string): IgnorePattern | undefined {
  const text = line.trim();
  const isIgnored = !text.startsWith('!');
  const path = isIgnored ? text : text.slice(1);
  if (/^(?:\/|(?:\*\*?\/)+)?$/.test(path) || text.startsWith('#')) return undefined;
  const isForFolders = path.endsWith('/');
  const source = pathSource(isForFolders ? path.slice(0, -1) : path);
  if (source === undefined) return undefined;
  return { text, isIgnored, isForFolders, fits: new RegExp(`^${source}${isForFolders ? '/' : '/?'}$`, 'su') };
}

function pathSource(path: string): string | undefined {
  const parts = path.split('/');
  // Without a slash but the last it may lie at any depth.
  const isAnywhere = parts.length === 1;
  if (!isAnywhere && parts[0] === '') parts.shift();
  let source = isAnywhere && parts[0] !== '**' ? '(?:.*/)?' : '';
  for (const [i, part] of parts.entries()) {
    const isLast = i === parts.length - 1;
    if (part === '**') {
      source += isLast ? '.+' : '(?:.*/)?';
      continue;
    }
    const one = partSource(part);
    if (one === undefined) return undefined;
    source += isLast ? one : `${one}/`;
  }
  return source;
}

/** A name between two slashes; undefined where a bracket makes no sense. */
function partSource(part: string): string | undefined {
  let source = '';
  for (let i = 0; i < part.length; ) {
    const char = part.charAt(i);
    if (char === '[') {
      const group = bracket(part, i);
      if (group === undefined) return undefined;
      source += group.source;
      i = group.end;
      continue;
    }
    i += 1;
    if (char === '*') source += '[^/]*';
    else if (char === '?') source += '[^/]';
    else if (char === '\\' && i < part.length) source += literal(part.charAt(i++));
    else source += literal(char);
  }
  return part !== '' && part.replaceAll('*', '') === '' ? '[^/]+' : source;
}

/** `[a-z]`, `[!a]`; undefined where it is never closed. As DVC has it, a negated one also stands for a slash. */
function bracket(part: string, start: number): { readonly source: string; readonly end: number } | undefined {
  let at = start + 1;
  const isNegated = part[at] === '!' || part[at] === '^';
  if (isNegated) at += 1;
  const first = at;
  while (at < part.length && (part[at] !== ']' || at === first)) at += part[at] === '\\' ? 2 : 1;
  if (at >= part.length) return undefined;
  const inner = part
    .slice(first, at)
    .replaceAll(/\\?([[\]^\\])|\\(.)/gsu, (_, char?: string, other = '') =>
      char === undefined ? other : `\\${char}`,
    );
  const source = `[${isNegated ? '^' : ''}${inner}]`;
  if (!isPattern(source)) return undefined;
  return { source: isNegated ? source : `(?!/)${source}`, end: at + 1 };
}

function literal(char: string): string {
  return /[\^$\\.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char;
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, 'u').source !== '';
  } catch {
    return false;
  }
}
