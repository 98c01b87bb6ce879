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

/** The user's shell. */
export function shellOf(env: Readonly<Record<string, string | undefined>>): string {
  return env['SHELL'] || '/bin/sh';
}

/** How one line is run: in the user's shell, without the user's files. */
export function shellCommand(shell: string, line: string): readonly string[] {
  const name = shell.slice(shell.lastIndexOf('/') + 1).toLowerCase();
  return [shell, ...(BARE[name] ?? []), '-c', line];
}

/** How a stage's shells are started. */
export interface StageCommand {
  readonly argv: readonly string[];
  /** What whoever starts it writes before, to where it writes; empty where it tells of its shells itself, or nobody is to be told. */
  readonly told: string;
  /** Absolute path of a file that takes the index of the line that failed, unless that is the last. */
  readonly failedFile: string;
}

/**
 * One command that runs a stage's shells in turn, in the folder that it is started in, until one fails. Each is told of before it begins, as DVC does.
 * A single one needs no other shell around it.
 *
 * @param isQuiet they are not told of.
 * @param failedFile see {@link StageCommand}.
 */
export function stageCommand(
  shell: string,
  lines: readonly string[],
  isQuiet: boolean,
  failedFile: string,
): StageCommand {
  const [only, ...others] = lines;
  if (only !== undefined && others.length === 0)
    return { argv: shellCommand(shell, only), told: isQuiet ? '' : `> ${only}\n`, failedFile };
  const steps = lines.map((line, i) => {
    const command = shellCommand(shell, line).map(quoted).join(' ');
    const isLast = i === lines.length - 1;
    const told = isQuiet ? '' : `printf '> %s\\n' ${quoted(line)}\n`;
    const orElse = `{ code=$?; echo ${i} >${quoted(failedFile)}; exit $code; }`;
    return `${told}${isLast ? `exec ${command}` : `${command} || ${orElse}`}`;
  });
  return { argv: ['/bin/sh', '-c', steps.join('\n')], told: '', failedFile };
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
