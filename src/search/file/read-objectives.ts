import type { Objective } from '../study/objective.ts';
import type { Draft } from './draft.ts';
import { GOALS, goalBehind, goalOfName } from '../../book/metric-goal.ts';
import type { Mistakes } from './mistakes.ts';
import { readKeys } from './read-keys.ts';
import { readNumber, readText, shown } from './read-scalars.ts';
import type { MapNode, SourceNode } from './yaml-tree.ts';

/** Reads `objective` or `objectives`, W&B's `metric` or `metrics`: a name, a mapping, or a list of them; ours also `loss:min`. */
export function readObjectives(node: SourceNode, draft: Draft, mistakes: Mistakes): void {
  if (node.kind === 'list' && node.items.length === 0)
    mistakes.add(node, 'no objective', 'The list is empty.', 'Name the metric that is sought.');
  for (const item of node.kind === 'list' ? node.items : [node]) {
    const objective = item.kind === 'map' ? readOne(item, draft, mistakes) : named(item, draft, mistakes);
    if (objective === undefined) continue;
    if (draft.objectives.some(({ metric }) => metric === objective.metric))
      mistakes.add(
        item,
        `objective "${objective.metric}" is there twice`,
        'One metric is one objective.',
        'Take one of them away.',
      );
    else draft.objectives.push(objective);
  }
}

function named(node: SourceNode, draft: Draft, mistakes: Mistakes): Objective | undefined {
  const metric = readText(node, 'objective', mistakes);
  if (metric === undefined) return undefined;
  const said = draft.origin === 'sweep' ? undefined : goalBehind(metric); // as `--metric` has it
  if (said !== undefined && said.name.trim() !== '') return { metric: said.name, goal: said.goal };
  const goal = guessed(metric, node, draft, mistakes);
  return goal === undefined ? undefined : { metric, goal };
}

function readOne(map: MapNode, draft: Draft, mistakes: Mistakes): Objective | undefined {
  let metric: string | undefined;
  let goal: Objective['goal'] | undefined;
  let target: number | undefined;
  const readMetric = (node: SourceNode): void => {
    metric = readText(node, 'objective.metric', mistakes);
  };
  const ignored = (node: SourceNode): void => {
    const why = 'Trials without a value are told from good ones here, so that none has to be made up.';
    mistakes.warn(node, 'impute is not used', why);
  };
  const found = readKeys(
    map,
    draft.origin === 'sweep' ? 'metric' : 'objective',
    {
      metric: readMetric,
      name: readMetric,
      goal: (node) => {
        goal = readGoal(node, mistakes);
      },
      target: (node) => {
        target = readNumber(node, 'objective.target', mistakes);
      },
      resource: (node) => {
        const resource = readText(node, 'resource', mistakes);
        if (resource !== undefined) draft.resource = resource;
      },
      max_resource: (node) => {
        const most = readNumber(node, 'max_resource', mistakes, { above: 0 });
        if (most !== undefined) draft.maxResource = most;
      },
      impute: ignored,
      impute_while_running: ignored,
    },
    mistakes,
  );
  if (!found.has('metric') && !found.has('name'))
    mistakes.add(
      map,
      'objective: metric is missing',
      'It is the name under which trials report a number.',
      'Add `metric: val_loss`.',
    );
  if (metric === undefined) return undefined;
  if (!found.has('goal')) goal = guessed(metric, map, draft, mistakes);
  return goal === undefined ? undefined : { metric, goal, ...(target === undefined ? {} : { target }) };
}

function readGoal(node: SourceNode, mistakes: Mistakes): Objective['goal'] | undefined {
  const word = node.kind === 'scalar' ? node.source.toLowerCase() : '';
  const goal = Object.hasOwn(GOALS, word) ? GOALS[word] : undefined;
  if (goal === undefined)
    mistakes.unknown(node, `goal: ${shown(node)} is not known`, word, ['minimize', 'maximize']);
  return goal;
}

/** Without a goal W&B minimises, whatever the name; ours goes by the name and says so. */
function guessed(
  metric: string,
  node: SourceNode,
  draft: Draft,
  mistakes: Mistakes,
): Objective['goal'] | undefined {
  const byName = goalOfName(metric);
  if (draft.origin === 'sweep') {
    if (byName === 'maximize')
      mistakes.warn(
        node,
        `metric "${metric}" has no goal: it is made small, as W&B does`,
        'By its name it should be made large.',
        'Add `goal: maximize`.',
      );
    return 'minimize';
  }
  if (byName === undefined)
    mistakes.add(
      node,
      `objective "${metric}" has no goal`,
      'Its name does not say whether it should be small or large.',
      'Add `goal: minimize` or `goal: maximize`.',
    );
  else
    mistakes.warn(
      node,
      `objective "${metric}": ${byName}, by its name`,
      'It has no goal.',
      `Add \`goal: ${byName}\`.`,
    );
  return byName;
}
