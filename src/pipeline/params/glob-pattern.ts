/** The regular expression for a pattern of a shell as Python's `fnmatch` reads it: `*`, `?`, `[abc]`, `[!a-z]`; case counts. */
export function globPattern(glob: string): RegExp {
  let source = '';
  for (let at = 0; at < glob.length; at++) {
    const char = glob[at] ?? '';
    if (char === '*') source += '[^]*';
    else if (char === '?') source += '[^]';
    else if (char === '[') {
      const end = classEnd(glob, at);
      if (end < 0) source += '\\[';
      else {
        source += classSource(glob.slice(at + 1, end));
        at = end;
      }
    } else source += char.replace(/[\\^$.|+()\]{}]/u, '\\$&');
  }
  return new RegExp(`^${source}$`, 'u');
}

/** Where a class closes; a bracket directly behind its opening is part of it. */
function classEnd(glob: string, start: number): number {
  let from = start + 1;
  if (glob[from] === '!') from++;
  if (glob[from] === ']') from++;
  return glob.indexOf(']', from);
}

function classSource(inside: string): string {
  const isNegated = inside.startsWith('!');
  const chars = (isNegated ? inside.slice(1) : inside).replaceAll(/[\\\]^[]/gu, '\\$&');
  try {
    const source = `[${isNegated ? '^' : ''}${chars}]`;
    // A range that runs backwards holds nothing in Python and is an error here.
    return new RegExp(source, 'u').source;
  } catch {
    return isNegated ? '[^]' : '[]';
  }
}
