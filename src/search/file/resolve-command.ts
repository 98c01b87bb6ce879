import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { Configuration, ParameterValue } from '../space/configuration.ts';
import type { CommandTemplate, Macro, TemplateWord, ValueText } from './command-template.ts';
import { isList } from './macros.ts';
import type { SearchSpec } from './search-spec.ts';
import { quoted } from './shell-template.ts';
import { valueText } from './value-text.ts';

/** What a trial is, for its command. */
export interface TrialFacts {
  /** Values of the trial, with or without the fixed ones. */
  readonly configuration: Configuration;
  readonly trial: number;
  readonly study: string;
  readonly seed: number;
  readonly checkpointFolder: string;
  readonly trialFolder: string;
  /** File that will hold the parameters as JSON. */
  readonly parametersFile: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

type Parameters = Pick<SearchSpec, 'space' | 'nested'>;

/** All values of a trial as its program gets them: with the fixed ones, nested where the file nests them, by name. */
export function trialValues({ space, nested }: Parameters, configuration: Configuration): Configuration {
  const all = { ...space.fixed, ...configuration };
  const shaped: Record<string, ParameterValue> = {};
  for (const name of Object.keys(all).sort()) {
    const path = Object.hasOwn(nested, name) ? nested[name] : undefined;
    const value = all[name];
    if (value !== undefined) put(shaped, path ?? [name], value);
  }
  return shaped;
}

function put(into: Record<string, ParameterValue>, path: readonly string[], value: ParameterValue): void {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    into[first] = value;
    return;
  }
  const inner = (Object.hasOwn(into, first) ? into[first] : undefined) ?? {};
  into[first] = inner;
  put(inner as Record<string, ParameterValue>, rest, value);
}

/**
 * The words that start a trial; a line for a shell becomes `sh -c LINE`. A word that stands for a parameter which is not active is left
 * out, and with it the option before it.
 */
export function resolveCommand(
  template: CommandTemplate,
  parameters: Parameters,
  facts: TrialFacts,
): Result<readonly string[]> {
  const missing = missingVariable(template, facts);
  if (missing !== undefined)
    return err(
      problem(
        'E_SEARCH',
        `\${envvar:${missing}}: the environment has no ${missing}`,
        'The command of the search asks for it.',
        `Set it: \`export ${missing}=…\`.`,
      ),
    );
  if (template.kind === 'words') return ok(wordsOf(template.words, template.values, parameters, facts));
  const line = template.parts.map((part, k) => {
    if (typeof part === 'string') return part;
    if (isList(part.filled))
      return listOf(part.filled, template.values, parameters, facts)
        .map((word) => quoted(word, 'nothing'))
        .join(' ');
    const text = textOf(part.filled, template.values, parameters, facts) ?? '';
    const next = template.parts[k + 1];
    // A bare number right before > would name a descriptor.
    const isDescriptor = part.inside === 'nothing' && typeof next === 'string' && /^[<>]/.test(next);
    return isDescriptor ? `'${quoted(text, 'single')}'` : quoted(text, part.inside);
  });
  return ok(['/bin/sh', '-c', line.join('')]);
}

function missingVariable(template: CommandTemplate, { environment }: TrialFacts): string | undefined {
  const macros =
    template.kind === 'words'
      ? template.words.flat().filter((part) => typeof part !== 'string')
      : template.parts.filter((part) => typeof part !== 'string').map(({ filled }) => filled);
  for (const macro of macros)
    if (macro.macro === 'envvar' && environment[macro.name] === undefined) return macro.name;
  return undefined;
}

function wordsOf(
  words: readonly TemplateWord[],
  style: ValueText,
  parameters: Parameters,
  facts: TrialFacts,
): readonly string[] {
  const out: string[] = [];
  // An option that stands alone may belong to the value behind it.
  let isOption = false;
  for (const word of words) {
    const [first] = word;
    if (word.length === 1 && first !== undefined && typeof first !== 'string' && isList(first)) {
      out.push(...listOf(first, style, parameters, facts));
      isOption = false;
      continue;
    }
    const texts = word.map((part) =>
      typeof part === 'string' ? part : textOf(part, style, parameters, facts),
    );
    if (texts.every((text) => text !== undefined)) {
      const text = texts.join('');
      out.push(text);
      isOption =
        word.every((part) => typeof part === 'string') && /^--?[A-Za-z]/.test(text) && !text.includes('=');
      continue;
    }
    if (isOption && word.length === 1) out.pop();
    isOption = false;
  }
  return out;
}

/** Text of a macro that is one word; undefined for a parameter that is not active. */
function textOf(
  macro: Macro,
  style: ValueText,
  parameters: Parameters,
  facts: TrialFacts,
): string | undefined {
  switch (macro.macro) {
    case 'param': {
      const all: Configuration = { ...parameters.space.fixed, ...facts.configuration };
      const value = Object.hasOwn(all, macro.name) ? all[macro.name] : undefined;
      return value === undefined ? undefined : valueText(value, style);
    }
    case 'json':
      return JSON.stringify(trialValues(parameters, facts.configuration));
    case 'json_file':
      return facts.parametersFile;
    case 'ckpt_dir':
      return facts.checkpointFolder;
    case 'trial_dir':
      return facts.trialFolder;
    case 'trial':
      return `${facts.trial}`;
    case 'study':
      return facts.study;
    case 'seed':
      return `${facts.seed}`;
    case 'envvar':
      return facts.environment[macro.name] ?? '';
    default:
      throw new Error(`\${${macro.macro}} is no single word`);
  }
}

function listOf(
  { macro }: Macro,
  style: ValueText,
  parameters: Parameters,
  { configuration }: TrialFacts,
): readonly string[] {
  // W&B's programs get a nested group as one dictionary; ours get one option for each value, with dots.
  const values =
    style === 'python'
      ? trialValues(parameters, configuration)
      : { ...parameters.space.fixed, ...configuration };
  return Object.keys(values)
    .sort()
    .flatMap((name) => optionOf(macro, name, values[name] ?? null, style));
}

function optionOf(
  macro: Macro['macro'],
  name: string,
  value: ParameterValue,
  style: ValueText,
): readonly string[] {
  const text = valueText(value, style);
  switch (macro) {
    case 'args_no_hyphens':
      return [`${name}=${text}`];
    case 'args_append_hydra':
      return [`+${name}=${text}`];
    case 'args_override_hydra':
      return [`++${name}=${text}`];
    case 'args_no_equals':
      return [`--${name}`, text];
    case 'args_no_boolean_flags':
      return typeof value === 'boolean' ? (value ? [`--${name}`] : []) : [`--${name}=${text}`];
    default:
      return [`--${name}=${text}`];
  }
}
