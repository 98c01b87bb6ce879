import { problem } from '../../../errors.ts';
import type { FileOverrides } from '../../../pipeline/exp/override/read-override.ts';
import { Queue } from '../../../pipeline/exp/queue/queue.io.ts';
import type { Task } from '../../../pipeline/exp/queue/task.ts';
import type { CliContext } from '../../context.ts';
import type { EXP_RUN } from '../../spec/exp-specs.ts';
import type { InputOf } from '../../spec/spec.ts';
import type { AskedExperiment } from './asked-experiment.io.ts';
import { prepare } from './prepare.io.ts';

/** Queues an experiment, or one for each combination of a sweep. */
export function queueExperiments(
  context: CliContext,
  input: InputOf<typeof EXP_RUN>,
  asked: AskedExperiment,
  sets: readonly FileOverrides[],
  isSweep: boolean,
): number {
  const { git, root } = asked.site;
  const queue = new Queue(git, root);
  const say = (line: string): void => {
    if (!context.quiet && !context.json) context.out(`${line}\n`);
  };
  const queued: Task[] = [];
  for (const [i, overrides] of sets.entries()) {
    const given = input.options.name;
    const name = given === undefined ? asked.name() : isSweep ? `${given}-${i + 1}` : given;
    const before = queue.named(name);
    if (before?.state === 'queued' || before?.state === 'running') return context.fail(inQueue(name));
    const prepared = prepare(context, asked, name, overrides, input.options.copyPaths);
    if (!prepared.ok) return context.fail(prepared.error);
    const { baseline, rev, from, copyPaths } = prepared.value;
    const task: Task = {
      schema: 'joulebook.task/1',
      id: rev.slice(0, ID_DIGITS),
      name,
      baseline,
      rev,
      from,
      copyPaths,
      input,
      queuedAt: context.host.clock.wallMs(),
      state: 'queued',
    };
    const added = queue.add(task);
    if (!added.ok) return context.fail(added.error);
    queued.push(task);
    if (overrides.size > 0) say(`Queueing with overrides '${overridesText(overrides)}'.`);
    say(`Queued experiment '${name}' for future execution.`);
  }
  if (context.json)
    return context.succeed({
      queued: queued.map(({ id, name, baseline, rev }) => ({ id, name, baseline, rev })),
    });
  return 0;
}

const ID_DIGITS = 7;

/** As Python writes it. */
function overridesText(files: FileOverrides): string {
  const parts = [...files].map(
    ([file, overrides]) => `'${file}': [${overrides.map(({ text }) => `'${text}'`).join(', ')}]`,
  );
  return `{${parts.join(', ')}}`;
}

function inQueue(name: string): ReturnType<typeof problem> {
  return problem(
    'E_PIPELINE',
    `Experiment conflicts with existing experiment '${name}'.`,
    'one of that name is in the queue',
    'choose another name (-n), or take that one out: `joulebook queue remove`',
  );
}
