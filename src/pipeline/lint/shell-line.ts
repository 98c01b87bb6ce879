/** Words that change the shell itself, and nothing else. */
const OF_SHELL =
  /^(?:source|\.|alias|shopt|ulimit|umask|unset|trap|eval|module\s+load|(?:conda|mamba|micromamba)\s+activate)\s/u;
const ASSIGNMENT = /^(?:export\s+|declare\s+|readonly\s+)?([A-Za-z_][A-Za-z0-9_]*)=/u;

/**
 * What is lost between the lines of a script when each is run by a shell of its own; undefined where every line stands for itself. It
 * names only what is plain to see: a variable that is set and used, a `cd`, a statement, a text or a line that goes on.
 */
export function lostBetween(lines: readonly string[]): string | undefined {
  const used = lines.filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  for (const [i, line] of used.entries()) {
    const after = used.slice(i + 1);
    const lost = after.length === 0 ? undefined : lostAfter(line, after);
    if (lost !== undefined) return lost;
  }
  return undefined;
}

function lostAfter(line: string, after: readonly string[]): string | undefined {
  const bare = withoutQuotes(line);
  if (bare === undefined) return 'a quoted text goes over several';
  const text = bare.trim();
  if (text.endsWith('\\')) return 'one ends with a backslash to go on in the next';
  if (/(?:&&|\|\|?)$/u.test(text))
    return `one ends with ${/\S+$/u.exec(text)?.[0] ?? ''} to go on in the next`;
  const open = openStatement(text);
  if (open !== undefined) return `${open} goes over several`;
  if (depthOf(text) !== 0) return 'a parenthesis goes over several';
  // What stands in parentheses is a shell of its own anyway.
  const commands = text.replaceAll(/\([^()]*\)/gu, ' ').split(/&&|\|\||;/u);
  for (const command of commands.map((part) => part.trim())) {
    if (/\|/u.test(command)) continue;
    if (/^(?:cd|pushd)(?:\s|$)/u.test(command) && (command === text || !startsElsewhere(after)))
      return `\`${firstWords(command)}\` is lost in the next`;
    if (OF_SHELL.test(command)) return `\`${firstWords(command)}\` is lost in the next`;
    const variable = variableOf(command, after);
    if (variable !== undefined) return `the variable ${variable} is lost in the next`;
  }
  return undefined;
}

/** Whether the next line says itself where it runs: its author knows that it starts anew. */
function startsElsewhere([next = '']: readonly string[]): boolean {
  return /^\s*\(?\s*(?:cd|pushd)\s/u.test(next);
}

/** A variable that a command sets for the shell, where a later line uses it or a later program may. */
function variableOf(command: string, after: readonly string[]): string | undefined {
  const name = ASSIGNMENT.exec(command)?.[1];
  if (name === undefined) return undefined;
  if (/^export\s/u.test(command)) return name;
  const isForOneCommand =
    /^[A-Za-z_]\w*=\S*\s+\S/u.test(command) && !/^(?:declare|readonly)\s/u.test(command);
  if (isForOneCommand) return undefined;
  return after.some((line) => new RegExp(`\\$(?:${name}\\b|\\{${name}\\b)`, 'u').test(line))
    ? name
    : undefined;
}

/** The word with which a statement begins that does not end on its line. */
function openStatement(line: string): string | undefined {
  const words = line.match(/[^\s;()]+/gu) ?? [];
  const count = (word: string): number => words.filter((other) => other === word).length;
  if (/^(?:if|for|while|until|case)\b/u.test(line)) {
    const opens = count('if') + count('for') + count('while') + count('until') + count('case');
    if (opens > count('fi') + count('done') + count('esac')) return `\`${words[0] ?? ''}\``;
  }
  if (/<<-?\s*\w+/u.test(line) && !line.includes('<<<')) return 'a here-document';
  return /(?:^|\s)\{$|\)\s*\{$/u.test(line) ? 'a block in braces' : undefined;
}

function depthOf(line: string): number {
  const opened = line.split('(').length;
  const closed = line.split(')').length;
  return opened - closed;
}

function firstWords(command: string): string {
  return command.split(/\s+/u).slice(0, 2).join(' ');
}

/** A line with its quoted texts emptied; undefined where one is not closed on it. */
function withoutQuotes(line: string): string | undefined {
  const emptied = line
    .replaceAll(/\\[^]/gu, (pair) => (/\w/u.test(pair[1] ?? '') ? pair : '__'))
    .replaceAll(/"[^"]*"|'[^']*'/gu, '""');
  const comment = emptied.replace(/(?:^|\s)#.*$/u, '');
  return /["']/u.test(comment.replaceAll('""', '')) ? undefined : comment;
}
