import type { Stage } from '../model/stage.ts';

/** The separate shells of a stage: each item of a list, each line of a text, as DVC runs them. */
export function commandLines({ cmd }: Pick<Stage, 'cmd'>): readonly string[] {
  if (typeof cmd !== 'string') return cmd;
  const lines = cmd.split(LINE_END);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** Where Python's `splitlines` ends a line. */
const LINE_END = new RegExp(String.raw`\r\n|[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]`);

/** Options that keep a shell from reading its user's files. */
const BARE: Readonly<Partial<Record<string, readonly string[]>>> = {
  bash: ['--noprofile', '--norc'],
  zsh: ['--no-rcs'],
  fish: ['--no-config'],
};

/** How one line is run: in the user's shell, without the user's files. */
export function shellCommand(shell: string, line: string): readonly string[] {
  const name = shell.slice(shell.lastIndexOf('/') + 1).toLowerCase();
  return [shell, ...(BARE[name] ?? []), '-c', line];
}

/**
 * One command that runs a stage's shells in turn, in their folder, until one fails. Each is told of before it begins, as DVC does; a single one takes the
 * place of the shell that starts it.
 *
 * @param folder absolute path.
 * @param isQuiet they are not told of.
 * @param failedFile absolute path of a file that takes the index of the one that failed, unless that is the last.
 */
export function stageCommand(
  shell: string,
  folder: string,
  lines: readonly string[],
  isQuiet: boolean,
  failedFile: string,
): readonly string[] {
  const steps = lines.map((line, i) => {
    const command = shellCommand(shell, line).map(quoted).join(' ');
    const isLast = i === lines.length - 1;
    const told = isQuiet ? '' : `printf '> %s\\n' ${quoted(line)}\n`;
    const orElse = `{ code=$?; echo ${i} >${quoted(failedFile)}; exit $code; }`;
    return `${told}${isLast ? `exec ${command}` : `${command} || ${orElse}`}`;
  });
  return ['/bin/sh', '-c', [`cd ${quoted(folder)} || exit`, ...steps].join('\n')];
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
