import { readBudget, readWorth } from './read-budget.ts';
import type { Draft } from './draft.ts';
import type { Mistakes } from './mistakes.ts';
import type { ParameterSink } from './parameter-sink.ts';
import { readKeys } from './read-keys.ts';
import { readObjectives } from './read-objectives.ts';
import { readParameters } from './read-parameters.ts';
import { readCapture, readCarbon, readCheckpoint, readConstraints } from './read-patterns.ts';
import { numberOf, readNumber, readText, readWord, shown } from './read-scalars.ts';
import { readRetry, readSearchSettings, readWorkers } from './read-search-settings.ts';
import { readEarlyTerminate } from './read-stopper.ts';
import type { SourceNode, Span } from './yaml-tree.ts';

/** Pairs of keys that say the same. */
const EXCLUSIVE: readonly (readonly [string, string])[] = [
  ['objective', 'objectives'],
  ['objective', 'metric'],
  ['objectives', 'metric'],
  ['metric', 'metrics'],
  ['objective', 'metrics'],
  ['objectives', 'metrics'],
];

/**
 * Reads the keys of a file. A W&B sweep may have our keys beside its own (a budget above all), so both are read by one reader.
 *
 * @returns the node of `command`, which can only be read when all parameters are known.
 */
export function readTop(root: SourceNode, draft: Draft, sink: ParameterSink): SourceNode | undefined {
  const { mistakes } = sink;
  if (root.kind !== 'map') return undefined;
  let command: SourceNode | undefined;
  const text =
    (key: 'name' | 'description' | 'project' | 'program' | 'resource') =>
    (node: SourceNode): void => {
      const value = readText(node, key, mistakes);
      if (value !== undefined) draft[key] = value;
    };
  const objectives = (node: SourceNode): void => readObjectives(node, draft, mistakes);
  const nothing = (): void => undefined;
  const launch = (node: SourceNode, at: Span): void =>
    mistakes.add(
      at,
      'jobs of W&B Launch are not run',
      `${shown(node)} lives on their servers.`,
      'Write `program: train.py` or a `command`.',
    );
  const found = readKeys(
    root,
    '',
    {
      version: (node) => {
        if (numberOf(node) !== 1)
          mistakes.add(
            node,
            `version ${shown(node)} is not known`,
            'This program reads version 1.',
            'Write `version: 1`.',
          );
      },
      name: text('name'),
      description: text('description'),
      project: text('project'),
      command: (node) => {
        command = node;
      },
      objective: objectives,
      objectives,
      resource: text('resource'),
      max_resource: (node) => {
        const most = readNumber(node, 'max_resource', mistakes, { above: 0 });
        if (most !== undefined) draft.maxResource = most;
      },
      budget: (node) => readBudget(node, draft, mistakes),
      worth: (node) => readWorth(node, draft, mistakes),
      parameters: (node) => readParameters(node, sink),
      constraints: (node) => readConstraints(node, draft, mistakes),
      search: (node) => readSearchSettings(node, draft, mistakes),
      workers: (node) => readWorkers(node, draft, mistakes),
      carbon: (node) => readCarbon(node, draft, mistakes),
      retry: (node) => readRetry(node, draft, mistakes),
      capture: (node) => readCapture(node, draft, mistakes),
      checkpoint: (node) => readCheckpoint(node, draft, mistakes),
      // W&B's
      program: text('program'),
      method: (node) => readMethod(node, draft, mistakes),
      metric: objectives,
      metrics: objectives,
      early_terminate: (node) => {
        const stopper = readEarlyTerminate(node, mistakes);
        if (stopper !== undefined) draft.stopper = stopper;
      },
      run_cap: (node) => {
        const trials = readNumber(node, 'run_cap', mistakes, { isWhole: true, least: 1 });
        if (trials !== undefined) draft.budget.trials = trials;
      },
      entity: nothing,
      apiVersion: nothing,
      kind: nothing,
      controller: nothing,
      job: launch,
      image_uri: launch,
      scheduler: (_, at) =>
        mistakes.add(
          at,
          'schedulers of W&B are not run',
          'They choose trials by a program of their own.',
          'Take it away; `search: {sampler: tpe}` says how trials are chosen here.',
        ),
    },
    mistakes,
  );
  for (const [one, other] of EXCLUSIVE) {
    const at = found.get(other as never);
    if (found.has(one as never) && at !== undefined)
      mistakes.add(at, `${one} and ${other} at once`, 'Both say what is sought.', 'Leave one of them out.');
  }
  return command;
}

/** W&B's `method`. Without `early_terminate` only its Bayesian search is stopped early here, which it is told. */
function readMethod(node: SourceNode, draft: Draft, mistakes: Mistakes): void {
  const method = readWord(node, 'method', ['grid', 'random', 'bayes'], mistakes);
  if (method === undefined) return;
  draft.sampler ??= method === 'bayes' ? 'auto' : method;
  if (method !== 'bayes') {
    draft.stopper ??= { name: 'none', settings: {} };
    return;
  }
  mistakes.warn(
    node,
    "method bayes is joulebook's own engine here",
    'It stops weak trials early, unless `early_terminate` says otherwise.',
    'Add `search: {stopper: none}` to train every trial to its end.',
  );
}
