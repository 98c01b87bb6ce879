import { load, YAMLException } from 'js-yaml';
import { GOALS, goalOfName, type MetricGoal } from '../../book/metric-goal.ts';
import { type Problem, problem } from '../../errors.ts';
import { isEntryName } from '../../report/leaderboard/entry.ts';
import {
  type Constraints,
  DEFAULT_SEEDS,
  type HardwareClass,
  type LeaderboardTask,
} from '../../report/leaderboard/task.ts';
import { err, ok, type Result } from '../../result.ts';
import { parseEnergy } from '../../units/quantity.ts';
import { yamlProblem } from '../config/parse-config-yaml.ts';
import { didYouMeanText } from '../output/did-you-mean.ts';

type Json = Readonly<Record<string, unknown>>;

const KEYS = ['task', 'description', 'metric', 'goal', 'min-seeds', 'hardware', 'constraints', 'baseline'];
const PARTS: Readonly<Record<string, readonly string[]>> = {
  hardware: ['cpu', 'gpu', 'gpus'],
  constraints: ['metric', 'energy'],
};

/** Reads the text of a `leaderboard.yaml`. Every mistake is an error: entries would be ranked by something else than was meant. */
export function readTask(text: string, file: string): Result<LeaderboardTask> {
  let root: unknown;
  try {
    root = load(text, { filename: file });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return err(yamlProblem(error, file, text.split(/\r?\n/)));
  }
  const refuse = (why: string): Result<never> =>
    err(
      problem(
        'E_CONFIG',
        `${file} is no task of a leaderboard`,
        why,
        '`joulebook leaderboard init` writes one to go by.',
      ),
    );
  if (!isMap(root)) return refuse('It is no map of keys and values.');
  const unknown = unknownKey(root, KEYS) ?? strangePart(root);
  if (unknown !== undefined) return refuse(unknown);
  const { task, description, metric, goal } = root;
  if (typeof task !== 'string' || task.trim() === '') return refuse('It does not say its task, a name.');
  if (typeof metric !== 'string' || metric.trim() === '') return refuse('It does not say its metric.');
  if (description !== undefined && typeof description !== 'string') return refuse('description is no text.');
  const way = goal === undefined ? goalOfName(metric) : goalOf(goal);
  const { baseline } = root;
  if (baseline !== undefined && (typeof baseline !== 'string' || !isEntryName(baseline)))
    return refuse('baseline is not the name of an entry.');
  if (way === undefined)
    return refuse(
      goal === undefined
        ? `The name ${metric} does not say which way is better: write goal: maximize or goal: minimize.`
        : 'goal is neither maximize nor minimize.',
    );
  const seeds = root['min-seeds'] ?? DEFAULT_SEEDS;
  if (!Number.isSafeInteger(seeds) || (seeds as number) < 1)
    return refuse('min-seeds is no whole number from 1 on.');
  const hardware = hardwareOf(root['hardware']);
  if (!hardware.ok) return refuse(hardware.error.what);
  const constraints = constraintsOf(root['constraints']);
  if (!constraints.ok) return refuse(constraints.error.what);
  return ok({
    name: task,
    ...(description === undefined ? {} : { description }),
    metric,
    goal: way,
    minSeeds: seeds as number,
    ...(hardware.value === undefined ? {} : { hardware: hardware.value }),
    constraints: constraints.value,
    ...(baseline === undefined ? {} : { baseline }),
  });
}

function goalOf(value: unknown): MetricGoal | undefined {
  return typeof value === 'string' && Object.hasOwn(GOALS, value) ? GOALS[value] : undefined;
}

function strangePart(root: Json): string | undefined {
  for (const [key, keys] of Object.entries(PARTS)) {
    const part = root[key];
    if (part === undefined || part === null) continue;
    if (!isMap(part)) return `${key} is no map of ${keys.join(', ')}.`;
    const unknown = unknownKey(part, keys);
    if (unknown !== undefined) return `In ${key}: ${unknown}`;
  }
  return undefined;
}

function unknownKey(map: Json, keys: readonly string[]): string | undefined {
  const key = Object.keys(map).find((each) => !keys.includes(each));
  if (key === undefined) return undefined;
  const meant = didYouMeanText(key, keys);
  return `The key ${key} is not known.${meant === undefined ? ` Known: ${keys.join(', ')}.` : ` ${meant}`}`;
}

function hardwareOf(value: unknown): Result<HardwareClass | undefined> {
  if (!isMap(value)) return ok(undefined);
  const { cpu, gpu, gpus } = value;
  for (const [key, text] of Object.entries({ cpu, gpu }))
    if (text !== undefined && (typeof text !== 'string' || text.trim() === ''))
      return err(wrong(`hardware.${key} is no text.`));
  if (gpus !== undefined && (!Number.isSafeInteger(gpus) || (gpus as number) < 0))
    return err(wrong('hardware.gpus is no whole number.'));
  return ok({
    ...(typeof cpu === 'string' ? { cpu } : {}),
    ...(typeof gpu === 'string' ? { gpu } : {}),
    ...(typeof gpus === 'number' ? { gpus } : {}),
  });
}

function constraintsOf(value: unknown): Result<Constraints> {
  if (!isMap(value)) return ok({});
  const { metric, energy } = value;
  if (metric !== undefined && (typeof metric !== 'number' || !Number.isFinite(metric)))
    return err(wrong('constraints.metric is no number.'));
  if (energy !== undefined && typeof energy !== 'string' && typeof energy !== 'number')
    return err(wrong('constraints.energy is no energy, e.g. 1 kWh.'));
  const joules =
    energy === undefined ? undefined : parseEnergy(String(energy), { label: 'constraints.energy' });
  if (joules !== undefined && !joules.ok) return joules;
  return ok({
    ...(typeof metric === 'number' ? { metric } : {}),
    ...(joules === undefined ? {} : { energyJ: joules.value }),
  });
}

function wrong(what: string): Problem {
  return problem('E_CONFIG', what);
}

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
