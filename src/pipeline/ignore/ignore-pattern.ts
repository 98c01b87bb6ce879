/** One line of a .dvcignore or .gitignore, ready to be asked. */
export interface IgnorePattern {
  /** As it was written. */
  readonly text: string;
  /** False where it begins with `!`: what it fits is seen again. */
  readonly isIgnored: boolean;
  /** It ends with `/` and is asked for folders alone. */
  readonly isForFolders: boolean;
  /** Whether a path, relative to the folder of the file of patterns and with `/` behind it for a folder, is meant. */
  readonly fits: RegExp;
}

/**
 * Whose reading of a pattern: git's, or DVC's, which differs in a .dvcignore at the root of the repository and in one further down.
 *
 * To DVC a pattern also speaks of all that lies in what it fits (`!a` lets `a/x` be seen), `a/**` of the folder `a` too; at the root any
 * folder at all (a star or two before a slash) is none; further down `**` also fits the folder of the file itself, whose path is empty, and a
 * backslash at the beginning is lost.
 */
export type IgnoreReading = 'git' | 'dvc' | 'dvc-below';

/**
 * Reads one pattern in the syntax of gitignore. A comment, an empty line and what makes no sense (a range that ends before it begins) are
 * none. What lies inside an ignored folder is not asked for: it is not looked into.
 */
export function ignorePattern(line: string, reading: IgnoreReading = 'dvc'): IgnorePattern | undefined {
  const text = line.trim();
  const isIgnored = !text.startsWith('!');
  const written = isIgnored ? text : text.slice(1);
  if (written === '' || written === '/' || text.startsWith('#')) return undefined;
  const path = reading === 'dvc-below' ? written.replace(/^(\*\*\/|\/)?\\(?=[^/])/, '$1') : written;
  const source = pathSource(path, reading);
  if (source === undefined) return undefined;
  return { text, isIgnored, isForFolders: path.endsWith('/'), fits: new RegExp(source, 'u') };
}

const PARENTS = '(?:[^\\n]+/)?';

function pathSource(path: string, reading: IgnoreReading): string | undefined {
  // To git the slash at the end asks for a folder, to DVC it stands for all that lies below.
  const parts = partsOf(reading === 'git' ? path.replace(/\/$/, '') : path);
  const isForFolders = path.endsWith('/');
  const shape = parts.join('/');
  if (reading === 'dvc' && ((shape === '**' && isForFolders) || shape === '**/*/**')) return undefined;
  if (shape === '**') return reading === 'dvc-below' ? '^' : isForFolders ? '/$' : '^[^]';
  let source = '^';
  for (const [i, part] of parts.entries()) {
    const isLast = i === parts.length - 1;
    if (part === '**')
      source += isLast ? (reading === 'git' ? '/[^]' : '/') : i === 0 ? PARENTS : '(?:/[^\\n]+)?';
    else {
      const one = partSource(part);
      if (one === undefined) return undefined;
      source += i === 0 || (i === 1 && parts[0] === '**') ? one : `/${one}`;
      if (isLast) source += reading !== 'git' ? '(?:/|$)' : isForFolders ? '/$' : '/?$';
    }
  }
  return source;
}

/** The names between slashes: `**` for any folders, at the end for all that lies below. */
function partsOf(path: string): readonly string[] {
  const parts = path.split('/');
  // Without a slash but the last it may lie at any depth.
  const isAnywhere = parts.length === 1 || (parts.length === 2 && parts[1] === '');
  if (parts[0] === '') parts.shift();
  else if (isAnywhere) parts.unshift('**');
  if (parts.at(-1) === '') parts[parts.length - 1] = '**';
  return parts.filter((part, i) => part !== '**' || parts[i - 1] !== '**');
}

/** A name between two slashes; undefined where it makes no sense: a bracket that is never closed, a backslash before nothing. */
function partSource(part: string): string | undefined {
  if (part === '*') return '[^/]+';
  let source = '';
  for (let i = 0; i < part.length; ) {
    const char = part.charAt(i);
    i += 1;
    if (char === '[') {
      const group = bracket(part, i);
      if (group === undefined) return undefined;
      source += group.source;
      i = group.end;
    } else if (char === '*') source += '[^/]*';
    else if (char === '?') source += '[^/]';
    else if (char !== '\\') source += literal(char);
    else if (i === part.length) return undefined;
    else source += literal(part.charAt(i++));
  }
  return source;
}

/**
 * `[a-z]`, `[!a]`, as DVC has it: a backslash is one, and a negated one also stands for a slash.
 *
 * @param start behind the bracket.
 */
function bracket(part: string, start: number): { readonly source: string; readonly end: number } | undefined {
  const isNegated = part[start] === '!' || part[start] === '^';
  const first = isNegated ? start + 1 : start;
  const close = part.indexOf(']', first + 1);
  if (close === -1) return undefined;
  const inner = part.slice(first, close).replaceAll(/[[\]^\\]/g, String.raw`\$&`);
  const source = `[${isNegated ? '^' : ''}${inner}]`;
  return isPattern(source) ? { source, end: close + 1 } : undefined;
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
