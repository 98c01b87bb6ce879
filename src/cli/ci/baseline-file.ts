import type { RunRecord } from '../../book/run-record.ts';
import { recordComplaint } from '../../book/record-shape.ts';
import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { type Measured, measuredOf } from './measured.ts';

const SCHEMA = 'joulebook.baseline/1';

/** Runs of a file, newest first. */
export interface BaselineRuns {
  readonly runs: readonly Measured[];
  /** Written by `ci`: it may hold runs of several jobs, told apart by their names. */
  readonly isOurs: boolean;
}

/**
 * Reads a baseline file: one that `ci --update-baseline` wrote, a `run.json`, or what `show --json`, `ls --json` and
 * `export -o runs.json` write. E_CONFIG where it is none of them.
 */
export function readBaseline(text: string, file: string): Result<BaselineRuns> {
  if (text.trim() === '') return ok({ runs: [], isOurs: true }); // just made, by a job beside this one
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, '')); // as some editors begin a file
  } catch (error) {
    return err(notOne(file, `It is no JSON: ${(error as Error).message}.`));
  }
  const runs = runsIn(value);
  if (runs === undefined) return err(notOne(file, 'It holds no runs.'));
  const found: Measured[] = [];
  for (const run of runs) {
    const measured = isObject(run) && run['schema'] === 'joulebook.run/1' ? fromRecord(run) : asMeasured(run);
    if (typeof measured === 'string') return err(notOne(file, measured));
    found.push(measured);
  }
  const isOurs = isObject(value) && value['schema'] === SCHEMA;
  return ok({ runs: found.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1)), isOurs });
}

/** A baseline file as it is written: one run a line, so that a diff shows what came and went. */
export function baselineText(runs: readonly Measured[]): string {
  const lines = runs.map((run) => JSON.stringify(run)).join(',\n');
  return `{ "schema": "${SCHEMA}", "runs": [\n${lines}\n] }\n`;
}

function runsIn(value: unknown): readonly unknown[] | undefined {
  if (!isObject(value)) return undefined;
  if (value['schema'] === 'joulebook.run/1') return [value];
  if (Array.isArray(value['runs'])) return value['runs'] as readonly unknown[];
  return runsIn(value['data']);
}

function fromRecord(run: Readonly<Record<string, unknown>>): Measured | string {
  const complaint = recordComplaint(run, String(run['id']));
  if (complaint !== undefined) return complaint;
  return isObject((run['energy'] as Readonly<Record<string, unknown>>)['components'])
    ? measuredOf(run as unknown as RunRecord)
    : 'A run of it has no energy.components.';
}

const TEXTS = ['id', 'name', 'project', 'startedAt', 'hostId', 'trackerVersion', 'grade'] as const;

function asMeasured(run: unknown): Measured | string {
  if (!isObject(run)) return 'A run of it is no object.';
  const missing = TEXTS.find((key) => typeof run[key] !== 'string');
  if (missing !== undefined) return `A run of it has no ${missing}.`;
  const { energy, methods, command, machine } = run;
  if (!isObject(energy) || !['attributed', 'active', 'machine'].every((key) => isEstimate(energy[key])))
    return 'A run of it has no energy.';
  if (!isObject(methods) || !Array.isArray(command) || !(machine === null || isMachine(machine)))
    return 'A run of it does not say how it was measured.';
  return run as unknown as Measured;
}

function isMachine(value: unknown): boolean {
  return isObject(value) && Array.isArray(value['gpus']) && typeof value['ramBytes'] === 'number';
}

function isEstimate(value: unknown): boolean {
  return (
    isObject(value) &&
    isObject(value['errors']) &&
    ['value', 'low', 'high'].every((key) => value[key] === null || typeof value[key] === 'number')
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notOne(file: string, why: string): Problem {
  return problem(
    'E_CONFIG',
    `${file} is no baseline`,
    why,
    'Make one: joulebook ci --baseline FILE --update-baseline -- COMMAND',
    { file },
  );
}
