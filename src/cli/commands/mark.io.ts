import { appendFileSync } from 'node:fs';
import { isCount, isWorkUnit, WORK_UNITS, type WorkDone } from '../../book/work-unit.ts';
import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import type { MARK } from '../spec/measure-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook mark`: from inside a run, names a moment, a stage or an epoch, or tells of metrics and work done, by one line in the report file. */
export async function run(context: CliContext, input: InputOf<typeof MARK>): Promise<number> {
  const { options } = input;
  const { name } = input.arguments;
  const line: Record<string, unknown> = { t: context.host.clock.bootS() };
  if (options.endStage) line['stage'] = null;
  if (name !== undefined) line[options.stage ? 'stage' : 'mark'] = name;
  for (const key of ['epoch', 'epochs', 'step'] as const)
    if (options[key] !== undefined) line[key] = options[key];
  for (const { key, value } of options.metric) {
    const number = Number(value);
    if (value.trim() === '' || !Number.isFinite(number)) {
      return context.fail(
        problem('E_USAGE', `--metric ${key}=${value} is no number`, undefined, 'a metric is a finite number'),
      );
    }
    line[key] = number;
  }
  if (options.done.length > 0) {
    const counts = readDone(options.done);
    if (!counts.ok) return context.fail(counts.error);
    line['done'] = counts.value;
  }
  if (Object.keys(line).length === 1) {
    return context.fail(
      problem('E_USAGE', 'nothing to mark', undefined, 'name the moment: joulebook mark data-ready'),
    );
  }
  const file = context.host.env['JOULEBOOK_REPORT_FILE'];
  if (file === undefined || file === '') {
    const fix = 'start the script with: joulebook run -- ./script.sh';
    return context.fail(problem('E_NOT_FOUND', 'not inside a run', 'JOULEBOOK_REPORT_FILE is not set', fix));
  }
  try {
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  } catch (failure) {
    return context.fail(
      problem('E_OUTPUT', `cannot write ${file}`, (failure as Error).message, 'the run may be over'),
    );
  }
  return context.succeed(line);
}

/** Here a mistake is told at once, and to the one who made it. */
function readDone(pairs: readonly { readonly key: string; readonly value: string }[]): Result<WorkDone> {
  const counts: Record<string, number> = {};
  for (const { key, value } of pairs) {
    const count = Number(value);
    if (!isWorkUnit(key) || value.trim() === '' || !isCount(count))
      return err(
        problem(
          'E_USAGE',
          `--done ${key}=${value} is no work that was done`,
          isWorkUnit(key) ? 'It is no count.' : undefined,
          `say how many ${WORK_UNITS.join(', ')}, e.g. --done samples=64`,
        ),
      );
    counts[key] = (counts[key] ?? 0) + count;
  }
  return ok(counts);
}
