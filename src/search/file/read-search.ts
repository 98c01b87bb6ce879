import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { buildSpace } from '../space/build-space.ts';
import type { CommandTemplate } from './command-template.ts';
import { type Draft, emptyDraft } from './draft.ts';
import type { SamplerName } from './engine-choice.ts';
import { goalOfName } from '../../book/metric-goal.ts';
import type { MacroContext } from './macros.ts';
import { Mistakes } from './mistakes.ts';
import { type ParameterSink, parameterSink, takeName } from './parameter-sink.ts';
import { commandOfWords, readCommand, sweepCommand } from './read-command.ts';
import { readBudgets, readMetrics, readParam, type SearchOptions } from './read-options.ts';
import { readTop } from './read-top.ts';
import type { SearchSpec } from './search-spec.ts';
import { type SourceNode, type Span, yamlTree } from './yaml-tree.ts';

/** A file with what is in it. */
export interface SearchFile {
  /** As messages name it. */
  readonly path: string;
  readonly text: string;
}

/** No options. */
export const NO_OPTIONS: SearchOptions = { params: [], metrics: [], budgets: [], command: [] };

/**
 * Reads a search from a file (ours, or a W&B sweep), from options, or from both: what an option says stands in the place of what the
 * file says.
 *
 * @returns the search, or all mistakes there are, each with its place.
 */
export function readSearch(
  file: SearchFile | undefined,
  options: SearchOptions = NO_OPTIONS,
): Result<SearchSpec, readonly Problem[]> {
  // A byte order mark is no part of the text.
  const mistakes = new Mistakes(file?.text.replace(/^\uFEFF/, '') ?? '', file?.path ?? 'search');
  const root = file === undefined ? undefined : rootOf(mistakes);
  if (file !== undefined && root === undefined) return err(mistakes.problems);
  const draft = emptyDraft(root === undefined ? 'options' : originOf(root));
  const sink = parameterSink(mistakes, draft.origin === 'sweep');
  const command = root === undefined ? undefined : readTop(root, draft, sink);
  const { problems } = mistakes;
  readParams(options, sink, problems);
  readMetrics(options.metrics, draft, problems);
  readBudgets(options.budgets, draft, problems);
  const { space, faults } = buildSpace(sink.drafts, sink.fixed, sink.names);
  for (const { parameter, message, fix, at, length } of faults) {
    const span = sink.conditionAt.get(parameter) ?? [0, 0];
    const text = sink.drafts.find((one) => one.parameter.name === parameter)?.when ?? '';
    const start = mistakes.text.slice(...span).indexOf(text);
    const from = span[0] + Math.max(start, 0) + (start < 0 ? 0 : at);
    mistakes.add(
      start < 0 ? span : [from, from + length],
      `parameter ${parameter}: its condition is not understood`,
      message,
      fix,
    );
  }
  const context: MacroContext = {
    names: [...sink.names],
    conditional: new Set(space.parameters.filter(({ when }) => when !== undefined).map(({ name }) => name)),
    ...(draft.program === undefined ? {} : { program: draft.program }),
    isSweep: draft.origin === 'sweep',
    withBraces: false,
  };
  const template = commandTemplate(command, options, draft, context, mistakes);
  tellMissing(draft, space.parameters.length, mistakes);
  if (problems.length > 0) return err(problems.toSorted(byPlace));
  const notes = [...mistakes.warnings, ...draft.notes];
  return ok(specOf(draft, sink, space, template, notes));
}

function rootOf(mistakes: Mistakes): SourceNode | undefined {
  const { root, faults } = yamlTree(mistakes.text);
  // One that is no YAML at all has hundreds; those behind the first often follow from it.
  for (const { span, message, fix } of faults.slice(0, MOST_FAULTS))
    mistakes.add(
      wordAt(mistakes.text, span),
      'no YAML that can be read',
      message.endsWith('.') ? message : `${message}.`,
      fix ?? 'Mend the line; a value with ": " or a leading special sign goes in quotes.',
    );
  if (faults.length > 0) return undefined;
  if (root?.kind === 'map') return root;
  mistakes.add(
    'file',
    'a search is asked for',
    root === undefined ? 'The file is empty.' : 'It is a list or a single value.',
    'Write lines such as `objective: {metric: val_loss, goal: minimize}` and `parameters:`.',
  );
  return undefined;
}

/** Faults of the YAML itself that are told. */
const MOST_FAULTS = 3;

/** Of some faults the parser gives the first character only; the word that begins there is meant. */
function wordAt(text: string, [from, to]: Span): Span {
  const word = /^[\w-]+/.exec(text.slice(from, from + 100))?.[0] ?? '';
  return [from, Math.max(to, from + word.length)];
}

/** A file is one of W&B's where it has a key that only those have, and none that only ours have. */
function originOf(root: SourceNode): Draft['origin'] {
  const keys = root.kind === 'map' ? root.entries.map(({ key }) => key) : [];
  const isOurs = ['version', 'objective', 'objectives'].some((key) => keys.includes(key));
  const isTheirs = ['method', 'metric', 'program', 'early_terminate', 'run_cap'].some((key) =>
    keys.includes(key),
  );
  return isTheirs && !isOurs ? 'sweep' : 'file';
}

function readParams({ params }: SearchOptions, sink: ParameterSink, problems: Problem[]): void {
  const given = new Set<string>();
  for (const { key, value } of params) {
    if (given.has(key)) {
      problems.push(
        problem(
          'E_SEARCH',
          `--param ${key} is there twice`,
          'A parameter has one range.',
          'Leave one of them out.',
        ),
      );
      continue;
    }
    given.add(key);
    dropParameter(key, sink);
    const isTaken = takeName(sink, key, 'options');
    if (isTaken) readParam(key, value, sink);
  }
}

/** As they stand in the file; what stands in none comes last. */
function byPlace({ at: a }: Problem, { at: b }: Problem): number {
  const [line, other] = [a?.line ?? Infinity, b?.line ?? Infinity];
  return line === other ? (a?.column ?? 0) - (b?.column ?? 0) : line < other ? -1 : 1;
}

function whereOf({ origin }: Draft): 'options' | 'file' {
  return origin === 'options' ? 'options' : 'file';
}

/** An option redefines what the file says of a parameter. */
function dropParameter(name: string, { drafts, fixed, names }: ParameterSink): void {
  const at = drafts.findIndex(({ parameter }) => parameter.name === name);
  if (at >= 0) drafts.splice(at, 1);
  if (Object.hasOwn(fixed, name)) delete fixed[name];
  names.delete(name);
}

function commandTemplate(
  node: SourceNode | undefined,
  { command }: SearchOptions,
  draft: Draft,
  context: MacroContext,
  mistakes: Mistakes,
): CommandTemplate | undefined {
  if (command.length > 0) return commandOfWords(command, { ...context, withBraces: true }, mistakes);
  const values = draft.origin === 'sweep' ? 'python' : 'json';
  if (node !== undefined) return readCommand(node, context, values, mistakes);
  if (context.program !== undefined) return sweepCommand(context);
  mistakes.warn(
    whereOf(draft),
    'no command',
    'Another program must ask for trials and tell what came out.',
    'Else add such as `command: python train.py ${args}`.',
  );
  return undefined;
}

function tellMissing(draft: Draft, searched: number, mistakes: Mistakes): void {
  const where = whereOf(draft);
  // What was there and wrong is told already.
  const isGood = mistakes.problems.length === 0;
  if (isGood && draft.objectives.length === 0)
    mistakes.add(
      where,
      'no objective',
      'A search needs the name of a metric that trials report.',
      where === 'options'
        ? 'Add `--metric val_loss`.'
        : `Add \`${draft.origin === 'sweep' ? 'metric: {name' : 'objective: {metric'}: val_loss, goal: minimize}\` or \`--metric val_loss\`.`,
    );
  if (isGood && searched === 0)
    mistakes.add(
      where,
      'nothing to search',
      'No parameter has more than one value.',
      where === 'options'
        ? 'Add such as `--param lr=1e-5..1e-1:log`.'
        : 'Add a range or a list of values to `parameters`.',
    );
  for (const { metric } of draft.constraints)
    if (draft.objectives.some((objective) => objective.metric === metric))
      mistakes.warn(
        whereOf(draft),
        `constraints: "${metric}" is an objective too`,
        'It is both bounded and made as good as can be.',
      );
  if (Object.keys(draft.budget).length === 0)
    mistakes.warn(
      where,
      'no budget',
      'Nothing ends the search but you, or the end of the space.',
      'Add `--budget 2kWh`, or a `budget` to the file.',
    );
  const length = lengthInStopper(draft);
  if (length !== undefined && draft.maxResource !== undefined && length !== draft.maxResource)
    mistakes.add(
      where,
      `max_resource is ${draft.maxResource}, and ${length} in the stopper`,
      'Both say how long a full training is.',
      'Leave one of them out.',
    );
  if (draft.settings.startup !== undefined && !LEARNS_LATER.includes(draft.sampler ?? 'auto'))
    mistakes.warn(
      where,
      `startup: the sampler ${draft.sampler} does not wait to learn`,
      `It is a setting of ${LEARNS_LATER.join(', ')}.`,
      'Leave it out.',
    );
  const { name: stopper, settings } = draft.stopper ?? { name: 'auto', settings: {} };
  if (
    draft.maxResource === undefined &&
    settings.maxResource === undefined &&
    !['none', 'threshold', 'patience', 'sweep-hyperband'].includes(stopper)
  )
    mistakes.warn(
      where,
      'no max_resource',
      'How long a full training is has to be learnt from the first trials.',
      'Add `max_resource: 50` where it is known.',
    );
  for (const { metric, goal } of draft.objectives) {
    const byName = goalOfName(metric);
    if (byName !== undefined && byName !== goal)
      mistakes.warn(
        where,
        `objective "${metric}" is to be ${goal}d`,
        `By its name the other way is better.`,
        'Change the goal if that is not meant.',
      );
  }
}

/** Samplers that begin with trials drawn by chance. */
const LEARNS_LATER: readonly SamplerName[] = ['auto', 'tpe', 'motpe', 'gp'];

/** How long a full training is, where only the stopper's settings say so. W&B's bands need not end there. */
function lengthInStopper({ stopper }: Draft): number | undefined {
  return stopper?.name === 'sweep-hyperband' ? undefined : stopper?.settings.maxResource;
}

function specOf(
  draft: Draft,
  { nested }: ParameterSink,
  space: SearchSpec['space'],
  command: CommandTemplate | undefined,
  warnings: readonly Problem[],
): SearchSpec {
  const { settings, workers } = draft;
  const maxResource = draft.maxResource ?? lengthInStopper(draft);
  const known = new Set([...space.parameters.map(({ name }) => name), ...Object.keys(space.fixed)]);
  return {
    origin: draft.origin,
    ...(draft.name === undefined ? {} : { name: draft.name }),
    ...(draft.description === undefined ? {} : { description: draft.description }),
    ...(draft.project === undefined ? {} : { project: draft.project }),
    ...(command === undefined ? {} : { command }),
    space,
    nested: Object.fromEntries(Object.entries(nested).filter(([name]) => known.has(name))),
    objectives: draft.objectives,
    ...(draft.resource === undefined ? {} : { resource: draft.resource }),
    ...(maxResource === undefined ? {} : { maxResource }),
    budget: draft.budget,
    ...(draft.worthPerKwh === undefined ? {} : { worthPerKwh: draft.worthPerKwh }),
    constraints: draft.constraints,
    search: {
      sampler: {
        name: draft.sampler ?? 'auto',
        ...(draft.samplerSettings === undefined ? {} : { settings: draft.samplerSettings }),
      },
      stopper: draft.stopper ?? { name: 'auto', settings: {} },
      ...(settings.seed === undefined ? {} : { seed: settings.seed }),
      ...(settings.startup === undefined ? {} : { startup: settings.startup }),
      warmStart: settings.warmStart ?? 'auto',
      deterministic: settings.deterministic ?? false,
      ...(settings.repeats === true ? { repeats: true } : {}),
    },
    workers: {
      ...(workers.local === undefined ? {} : { local: workers.local }),
      gpus: workers.gpus ?? 'auto',
      share: workers.share ?? 1,
    },
    ...(draft.carbon === undefined ? {} : { carbon: draft.carbon }),
    retry: draft.retry ?? { max: 0, on: [] },
    capture: draft.capture,
    checkpoint: draft.checkpoint ?? 'auto',
    warnings,
  };
}
