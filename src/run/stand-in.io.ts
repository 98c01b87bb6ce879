import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Problem, problem } from '../errors.ts';
import { packageFile } from '../host/package-root.io.ts';

/** Programs whose interface joulebook can stand in for (`run --as`). */
export type StandIn = 'codecarbon';

const FOLDERS: Readonly<Record<StandIn, string>> = { codecarbon: 'python/as_codecarbon' };

/** Where the program's own commands are, for those who have it not. */
const COMMANDS: Readonly<Record<StandIn, string>> = { codecarbon: 'python/as_codecarbon_commands' };

/** What a command is to find joulebook in the place of, and what the tracker in it is told by variables. */
export interface StandInRequest {
  readonly program: StandIn;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * The environment of a command that is to find joulebook where it looks for another program: its folder comes first on PYTHONPATH, its
 * commands last on PATH (a command that is installed runs in its own Python, and finds ours there), and JOULEBOOK_BIN names this
 * joulebook where nobody has named one.
 *
 * @param environment entries `NAME=value`, byte for byte
 */
export function standInFor(request: StandInRequest, environment: readonly Buffer[]): readonly Buffer[] {
  const modules = listed(environment, MODULES);
  const commands = listed(environment, PATH);
  const bin = entry(environment, BIN) ?? Buffer.from(`${BIN}${packageFile('bin/joulebook')}`);
  const told = Object.entries(request.variables).map(([name, value]) => Buffer.from(`${name}=${value}`));
  const names = [
    MODULES,
    BIN,
    ...(commands.length === 0 ? [] : [PATH]),
    ...Object.keys(request.variables).map((name) => `${name}=`),
  ];
  return [
    ...environment.filter((other) => !names.some((name) => begins(other, name))),
    joined(MODULES, [Buffer.from(packageFile(FOLDERS[request.program])), ...modules]),
    ...(commands.length === 0
      ? []
      : [joined(PATH, [...commands, Buffer.from(packageFile(COMMANDS[request.program]))])]),
    bin,
    ...told,
  ];
}

/**
 * The command that is started: one of the program's own that is not installed is ours, by its path, for what is started is looked for on
 * joulebook's own PATH.
 *
 * @param argv byte for byte
 */
export function standInCommand(
  request: StandInRequest,
  argv: readonly Buffer[],
  path: string,
): readonly Buffer[] {
  const [command, ...rest] = argv;
  if (command === undefined || command.length === 0 || command.includes('/')) return argv;
  const ours = join(packageFile(COMMANDS[request.program]), command.toString());
  const isInstalled = path
    .split(delimiter)
    .some((folder) => existsSync(join(folder === '' ? '.' : folder, command.toString())));
  return isInstalled || !existsSync(ours) ? argv : [Buffer.from(ours), ...rest];
}

/** What is wrong where the stand-in was not shipped. */
export function missingStandIn(what: StandIn): Problem | undefined {
  const folder = packageFile(FOLDERS[what]);
  if (existsSync(folder)) return undefined;
  return problem(
    'E_USAGE',
    `--as ${what} cannot be had here`,
    `${folder} is missing`,
    'install joulebook anew',
  );
}

const MODULES = 'PYTHONPATH=';
const PATH = 'PATH=';
const BIN = 'JOULEBOOK_BIN=';

function entry(environment: readonly Buffer[], name: string): Buffer | undefined {
  return environment.find((candidate) => begins(candidate, name));
}

/** The value of a list of folders, in one piece; none where it is empty or not there. */
function listed(environment: readonly Buffer[], name: string): readonly Buffer[] {
  const value = entry(environment, name)?.subarray(name.length) ?? Buffer.alloc(0);
  return value.length === 0 ? [] : [value];
}

function joined(name: string, parts: readonly Buffer[]): Buffer {
  const separated = parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from(':'), part]));
  return Buffer.concat([Buffer.from(name), ...separated]);
}

function begins(candidate: Buffer, name: string): boolean {
  return candidate.toString('latin1', 0, name.length) === name;
}
