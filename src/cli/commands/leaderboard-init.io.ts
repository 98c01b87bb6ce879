import { basename, join, resolve } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { makeFolder } from '../../host/make-folder.io.ts';
import { writeOutput } from '../../host/write-output.io.ts';
import { DEFAULT_SEEDS } from '../../report/leaderboard/task.ts';
import { readMetric } from '../../report/statement/chosen-metric.ts';
import type { CliContext } from '../context.ts';
import { isThere, TASK_FILE } from '../leaderboard/task-file.io.ts';
import { taskText } from '../leaderboard/task-text.ts';
import type { LEADERBOARD_INIT } from '../spec/leaderboard-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook leaderboard init`: begins a leaderboard in a folder. */
export async function run(context: CliContext, input: InputOf<typeof LEADERBOARD_INIT>): Promise<number> {
  const { options, arguments: words } = input;
  const dir = resolve(context.host.cwd, words.task);
  const file = join(dir, TASK_FILE);
  if (options.metric === undefined) return context.fail(noMetric());
  const { name: metric, goal, goalFrom } = readMetric(options.metric);
  if (goalFrom === 'assumed') return context.fail(noGoal(metric));
  if (isThere(file))
    return context.fail(
      problem('E_USAGE', `${words.task} is a leaderboard already`, undefined, `Edit ${file}.`),
    );
  const { cpu, gpu, gpus, title, minSeeds = DEFAULT_SEEDS } = options;
  const hardware = {
    ...(cpu === undefined ? {} : { cpu }),
    ...(gpu === undefined ? {} : { gpu }),
    ...(gpus === undefined ? {} : { gpus }),
  };
  const task = { name: title ?? basename(dir), metric, goal, minSeeds, hardware };
  const failed = madeFolder(dir) ?? writeOutput(file, Buffer.from(taskText(task)));
  if (failed !== undefined) return context.fail(failed);
  if (context.json) return context.succeed({ file, task });
  if (!context.quiet) {
    context.err(`wrote ${file}\n`);
    context.err(
      `${context.errStyle.dim(`enter runs: joulebook leaderboard add FILTER --task ${words.task} --by NAME`)}\n`,
    );
  }
  return 0;
}

function madeFolder(dir: string): Problem | undefined {
  try {
    makeFolder(dir);
    return undefined;
  } catch (error) {
    const { why, fix } = whyNot(error);
    return problem('E_OUTPUT', `cannot make the folder ${dir}`, why, fix);
  }
}

function noMetric(): Problem {
  return problem(
    'E_USAGE',
    'the metric is not said',
    'A leaderboard sets one quality against energy.',
    'Give --metric, e.g. --metric accuracy or --metric loss:min.',
  );
}

function noGoal(metric: string): Problem {
  return problem(
    'E_USAGE',
    `the name ${metric} does not say which way is better`,
    undefined,
    `Write --metric ${metric}:max or --metric ${metric}:min.`,
  );
}
