import { type Problem, problem } from '../../../errors.ts';
import type { Direction } from '../../../pipeline/remote/transfer/cargo.ts';
import { type Carried, carry } from '../../../pipeline/remote/transfer/carry.io.ts';
import { err, ok } from '../../../result.ts';
import type { CliContext } from '../../context.ts';
import { aloneFor } from '../alone-for.ts';
import { inProject } from '../in-project.io.ts';
import type { OpenProject } from '../open-project.io.ts';
import { type Collected, collectCargo } from './collect-cargo.io.ts';
import { endOnInterrupt } from './end-on-interrupt.io.ts';
import type { TransferInput } from './transfer-input.ts';
import { isNothingToFetch } from './nothing-to-fetch.io.ts';
import { TransferProgress } from './transfer-progress.ts';

/** DVC's exit code where data did not come through. */
const EXIT_NOT_CARRIED = 1;

/** A transfer that was made, in the project it was made in. */
export interface Transfer extends Collected {
  readonly opened: OpenProject;
  readonly carried: Carried;
}

/**
 * Opens the project, holds its lock, carries what was asked for, and goes on with what is to be done behind it.
 *
 * @param then what else is done while the lock is held.
 */
export function transfer(
  context: CliContext,
  input: TransferInput,
  verb: 'push' | 'fetch' | 'pull',
  then: (transfer: Transfer) => number,
): Promise<number> {
  const direction: Direction = verb === 'push' ? 'push' : 'fetch';
  const progress = new TransferProgress(context, direction === 'push' ? 'Pushing' : 'Fetching');
  return inProject(
    context,
    'caught',
    async (opened) => {
      const collected = collectCargo(context, opened, input);
      if (!collected.ok) return err(failed(collected.error, verb));
      const { cargo } = collected.value;
      for (const warning of cargo.warnings) context.warn(warning);
      const { project, store } = opened.bench;
      if (direction === 'fetch' && isNothingToFetch(project.config, store, cargo.roots, input.remote)) {
        context.warn(problem('E_PIPELINE_CONFIG', 'No remote provided and no default remote set.'));
        return ok(then({ ...collected.value, opened, carried: { count: 0, records: 0, failures: [] } }));
      }
      const interrupt = endOnInterrupt(context);
      const carried = await carry(opened.bench, cargo, direction, {
        ...(input.remote === undefined ? {} : { remote: input.remote.toLowerCase() }),
        ...(input.jobs === undefined ? {} : { jobs: input.jobs }),
        withRunCache: input.withRunCache,
        watch: progress,
      }).finally(interrupt.off);
      progress.clear();
      if (!carried.ok) return err(failed(carried.error, verb));
      return ok(then({ ...collected.value, opened, carried: carried.value }));
    },
    aloneFor(input.targets, input),
  );
}

/** Tells of each failure and of all; DVC's exit code. */
export function notCarried(
  context: CliContext,
  failures: readonly Problem[],
  verb: 'push' | 'fetch' | 'pull',
): number {
  const [first, ...others] = failures;
  if (first === undefined) return 0;
  const told = new Set([textOf(first)]);
  for (const failure of others) {
    if (told.has(textOf(failure))) continue;
    told.add(textOf(failure));
    context.warn(failure);
  }
  context.fail(failed(first, verb));
  return EXIT_NOT_CARRIED;
}

function textOf({ what, why = '' }: Problem): string {
  return `${what}: ${why}`;
}

/** A problem that ended a transfer, told as DVC does: first what was to be done. */
export function failed(cause: Problem, verb: 'push' | 'fetch' | 'pull'): Problem {
  const preposition = verb === 'push' ? 'to' : 'from';
  return problem(
    cause.code,
    `failed to ${verb} data ${preposition} the cloud - ${cause.what}`,
    cause.why,
    cause.fix,
    cause.at,
  );
}

/** `2 files fetched and 1 file added`, as DVC counts; what is none is left out. */
export function summary(counts: readonly (readonly [state: string, count: number])[]): string {
  const parts = counts
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} file${count > 1 ? 's' : ''} ${state}`);
  const last = parts.pop();
  if (last === undefined) return 'Everything is up to date.';
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
}
