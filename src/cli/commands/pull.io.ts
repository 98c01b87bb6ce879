import { type Problem, problem } from '../../errors.ts';
import { relativePath } from '../../pipeline/graph/address.ts';
import { checkoutChosen, type OutDone } from '../../pipeline/track/checkout-chosen.io.ts';
import type { CliContext } from '../context.ts';
import { notCarried, summary, type Transfer, transfer } from '../pipeline/remote/transfer.io.ts';
import { transferInput } from '../pipeline/remote/transfer-input.ts';
import type { PULL } from '../spec/remote-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof PULL>;

/** `joulebook pull`: fetches, and puts what came in place. */
export function run(context: CliContext, input: Input): Promise<number> {
  return transfer(context, transferInput(input, 'fetch'), 'pull', (fetched) =>
    putInPlace(context, fetched, input),
  );
}

function putInPlace(context: CliContext, { opened, chosen, carried }: Transfer, { options }: Input): number {
  const { bench } = opened;
  const { force, allowMissing } = options;
  const outcome = checkoutChosen(bench, chosen, { force, relink: false });
  const done = outcome.ok ? outcome.value.done : [];
  const lost = outcome.ok ? [...outcome.value.failed.keys()] : [];
  const failures = [
    ...carried.failures.filter(({ code }) => !(allowMissing && code === 'E_REMOTE')),
    ...(outcome.ok ? [] : [outcome.error]),
    ...(lost.length === 0 || allowMissing
      ? []
      : [checkoutFailed(lost.map((at) => relativePath(bench.project.from, at)))]),
  ];
  if (context.json && failures.length === 0)
    return context.succeed({ fetched: carried.count, energyRecords: carried.records, changes: done });
  if (!context.json && !context.quiet)
    tell(context, done, carried.count, bench.project.from, failures.length === 0);
  return notCarried(context, failures, 'pull');
}

function tell(
  context: CliContext,
  done: readonly OutDone[],
  fetched: number,
  from: string,
  isWhole: boolean,
): void {
  for (const [how, mark] of [
    ['modified', 'M'],
    ['added', 'A'],
  ] as const)
    for (const { at, isFolder } of done.filter((one) => one.how === how))
      context.out(`${mark}\t${relativePath(from, at)}${isFolder ? '/' : ''}\n`);
  const sum = (key: 'added' | 'modified' | 'deleted'): number =>
    done.reduce((total, one) => total + one[key], 0);
  const counts = [
    ['fetched', fetched],
    ['modified', sum('modified')],
    ['added', sum('added')],
    ['deleted', sum('deleted')],
  ] as const;
  if (isWhole || counts.some(([, count]) => count > 0)) context.out(`${summary(counts)}\n`);
}

function checkoutFailed(paths: readonly string[]): Problem {
  return problem(
    'E_CACHE',
    `Checkout failed for following targets:\n${paths.join('\n')}`,
    'neither the cache nor the remote has all of them',
    'push them from a clone that has them, or make them again with `joulebook repro`',
  );
}
