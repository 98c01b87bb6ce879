import { existsSync } from 'node:fs';
import { type Problem, problem } from '../errors.ts';
import { packageFile } from '../host/package-root.io.ts';

/** Programs whose interface joulebook can stand in for (`run --as`). */
export type StandIn = 'codecarbon';

const FOLDERS: Readonly<Record<StandIn, string>> = { codecarbon: 'python/as_codecarbon' };

/** What a command is to find joulebook in the place of, and what the tracker in it is told by variables. */
export interface StandInRequest {
  readonly program: StandIn;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * The environment of a command that is to find joulebook where it looks for another program: its folder comes first on PYTHONPATH, and
 * JOULEBOOK_BIN names this joulebook where nobody has named one.
 *
 * @param environment entries `NAME=value`, byte for byte
 */
export function standInFor(request: StandInRequest, environment: readonly Buffer[]): readonly Buffer[] {
  const path = entry(environment, PATH)?.subarray(PATH.length) ?? Buffer.alloc(0);
  const rest = path.length === 0 ? [] : [Buffer.from(':'), path];
  const bin = entry(environment, BIN) ?? Buffer.from(`${BIN}${packageFile('bin/joulebook')}`);
  const told = Object.entries(request.variables).map(([name, value]) => Buffer.from(`${name}=${value}`));
  const names = [PATH, BIN, ...Object.keys(request.variables).map((name) => `${name}=`)];
  return [
    ...environment.filter((other) => !names.some((name) => begins(other, name))),
    Buffer.concat([Buffer.from(PATH), Buffer.from(packageFile(FOLDERS[request.program])), ...rest]),
    bin,
    ...told,
  ];
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

const PATH = 'PYTHONPATH=';
const BIN = 'JOULEBOOK_BIN=';

function entry(environment: readonly Buffer[], name: string): Buffer | undefined {
  return environment.find((candidate) => begins(candidate, name));
}

function begins(candidate: Buffer, name: string): boolean {
  return candidate.toString('latin1', 0, name.length) === name;
}
