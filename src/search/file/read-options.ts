import { parseBudget } from './parse-budget.ts';
import { nearestName } from '../space/nearest-name.ts';
import { parseRange, rangeParameter } from './range.ts';
import type { Problem } from '../../errors.ts';
import { problem } from '../../errors.ts';
import type { ParameterValue } from '../space/configuration.ts';
import type { Draft } from './draft.ts';
import { GOALS, goalBehind, goalOfName } from '../../book/metric-goal.ts';
import { addOnly, addParameter, type ParameterSink } from './parameter-sink.ts';

/** What may stand behind the name of a metric. */
const GOAL_WORDS = Object.keys(GOALS);

/** What the options of a command line say of a search; with a file they stand in the place of what it says. */
export interface SearchOptions {
  /** `--param NAME=VALUES`. */
  readonly params: readonly { readonly key: string; readonly value: string }[];
  /** `--metric NAME[:min|max]`. */
  readonly metrics: readonly string[];
  /** `--budget 2kWh`. */
  readonly budgets: readonly string[];
  /** The command behind `--`. */
  readonly command: readonly string[];
}

/** Reads one `--param`: `1e-5..1e-1:log`, `1..4`, `0..0.5:0.1`, `adam,sgd`, or one value. */
export function readParam(key: string, text: string, sink: ParameterSink): void {
  const label = `--param ${key}=${text}`;
  const fail = (why: string, fix: string): void => {
    sink.mistakes.problems.push(problem('E_SEARCH', `${label}: not understood`, why, fix));
  };
  const request = parseRange(text);
  if (request === undefined) {
    // A range that misses only its form would otherwise become a text that no trial understands.
    if (/^\s*[+-]?[\d.]*\d?e?[+-]?\d*\s*\.\.+/.test(text) && /\d/.test(text))
      return fail('A range is two numbers with `..` between them.', 'Write such as `1e-5..1e-1:log`.');
    return readList(key, text, sink, fail);
  }
  if ('fault' in request) return fail(`${request.fault.what}. ${request.fault.why}`, request.fault.fix);
  const made = rangeParameter(key, request);
  if ('fault' in made) return fail(`${made.fault.what}: ${made.fault.why}`, made.fault.fix);
  for (const { what, why, fix } of made.notes) {
    const advice = what.includes('log') ? `Write \`${key}=${text}:log\`.` : fix;
    sink.mistakes.warnings.push(problem('E_SEARCH', `--param ${key}: ${what}`, why, advice));
  }
  addParameter(sink, made.parameter, undefined);
}

function readList(
  key: string,
  text: string,
  sink: ParameterSink,
  fail: (why: string, fix: string) => void,
): void {
  const parts = splitList(text);
  if (parts.some((part) => part === ''))
    return fail('A value is empty.', 'Write such as `opt=adam,sgd`; an empty text is `""`.');
  const values = parts.map(valueOf);
  const [only] = values;
  if (values.length === 1 && only !== undefined) return addOnly(sink, key, only, undefined);
  if (new Set(values.map((value) => JSON.stringify(value))).size < values.length)
    return fail('A value is there twice.', 'Write each value once.');
  addParameter(sink, { kind: 'categorical', name: key, choices: values }, undefined);
}

/** Splits at commas outside quotes and brackets. */
function splitList(text: string): readonly string[] {
  const parts = [''];
  let quote = '';
  let depth = 0;
  for (const sign of text) {
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if ('[{'.includes(sign)) depth++;
    else if (']}'.includes(sign)) depth--;
    else if (sign === ',' && depth <= 0) {
      parts.push('');
      continue;
    }
    parts[parts.length - 1] += sign;
  }
  return parts.map((part) => part.trim());
}

const NUMBER = /^[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A number, true, false, null, a JSON list or object, or text, with quotes if it looks like one of those. */
function valueOf(text: string): ParameterValue {
  const quoted = /^"(.*)"$|^'(.*)'$/s.exec(text);
  if (quoted !== null) return quoted[1] ?? quoted[2] ?? '';
  if (NUMBER.test(text) && Number.isFinite(Number(text.replaceAll('_', ''))))
    return Number(text.replaceAll('_', ''));
  if (text === 'true' || text === 'True') return true;
  if (text === 'false' || text === 'False') return false;
  if (text === 'null' || text === 'None') return null;
  if (/^[[{]/.test(text)) {
    try {
      return JSON.parse(text) as ParameterValue;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return text;
}

/** Reads the metrics of `--metric`; without a goal the name decides, which is told. */
export function readMetrics(metrics: readonly string[], draft: Draft, problems: Problem[]): void {
  if (metrics.length > 0) draft.objectives = [];
  for (const text of metrics) {
    const said = goalBehind(text);
    const [, first = text, word] = /^(.*):([a-z]+)$/i.exec(text) ?? [];
    const meant = said === undefined && word !== undefined ? nearestName(word, GOAL_WORDS) : undefined;
    if (meant !== undefined) {
      problems.push(
        problem(
          'E_SEARCH',
          `--metric ${text}: ":${word}" is not known`,
          'Behind the name stands `:min` or `:max`.',
          `Did you mean \`${first}:${meant}\`?`,
        ),
      );
      continue;
    }
    const metric = said?.name ?? text;
    const goal = said?.goal ?? goalOfName(metric);
    if (metric.trim() === '' || goal === undefined)
      problems.push(
        problem(
          'E_SEARCH',
          `--metric ${text}: small or large?`,
          metric.trim() === ''
            ? 'It has no name.'
            : 'The name does not say whether it should be small or large.',
          `Write \`--metric ${metric.trim() || 'NAME'}:min\` or \`--metric ${metric.trim() || 'NAME'}:max\`.`,
        ),
      );
    else if (draft.objectives.some((one) => one.metric === metric))
      problems.push(
        problem(
          'E_SEARCH',
          `--metric ${metric} is there twice`,
          'One metric is one objective.',
          'Take one of them away.',
        ),
      );
    else {
      draft.objectives.push({ metric, goal });
      if (said === undefined)
        draft.notes.push(
          problem(
            'E_SEARCH',
            `--metric ${metric}: ${goal}, by its name`,
            undefined,
            `Write \`${metric}:${goal === 'minimize' ? 'max' : 'min'}\` for the other way.`,
          ),
        );
    }
  }
}

/** Reads the budgets of `--budget`; each kind that is given stands in the place of the file's. */
export function readBudgets(budgets: readonly string[], draft: Draft, problems: Problem[]): void {
  const given = new Set<string>();
  for (const text of budgets) {
    const parsed = parseBudget(text, '--budget');
    if (!parsed.ok) problems.push(parsed.error);
    else
      for (const [kind, value] of Object.entries(parsed.value)) {
        if (given.has(kind))
          problems.push(
            problem(
              'E_SEARCH',
              `--budget ${text}: two budgets of one kind`,
              'Each kind has one limit.',
              'Leave one of them out.',
            ),
          );
        given.add(kind);
        Object.assign(draft.budget, { [kind]: value });
      }
  }
}
