import { Command, CommanderError, Option } from 'commander';
import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { didYouMean } from '../output/did-you-mean.ts';
import { commonOptions } from '../spec/common-options.ts';
import type { ArgumentSpec, CommandSpec, OptionSpec } from '../spec/spec.ts';
import { joinUnits } from './join-units.ts';

/** The words of a command line sorted, their values still text. */
export interface RawInput {
  /** Text of each option that was given; flags have how often. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly arguments: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly rest: readonly string[];
}

/** Sorts the words after the command's name. Only this one command is built. */
export function parseCommandLine(spec: CommandSpec, argv: readonly string[]): Result<RawInput> {
  const specs: readonly OptionSpec[] = [...spec.options, ...commonOptions(spec)];
  // Beside arguments of our own, what is another command's stands behind `--` and nowhere else.
  const hasBoth = spec.rest !== undefined && spec.arguments !== undefined;
  const { ours, theirs } = hasBoth ? untilDashes(argv) : untilTheirs(specs, argv);
  const given = new Map<string, string[]>();
  const command = new Command(spec.name)
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {}, outputError: () => {} })
    .helpOption(false)
    .showSuggestionAfterError(false)
    .allowExcessArguments(true)
    .argument('[words...]');
  if (spec.rest !== undefined && !hasBoth) command.passThroughOptions();
  for (const option of specs) command.addOption(commanderOption(option, given));
  try {
    command.parse(joinUnits(spec, specs, ours), { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return err(usageProblem(error, spec, specs));
    throw error;
  }
  const swallowed = swallowedFlag(given, specs);
  if (swallowed !== undefined) return err(swallowed);
  const words = command.args;
  if (spec.rest !== undefined && !hasBoth) return ok({ options: given, arguments: {}, rest: words });
  // Help is given even where the words are wrong.
  if (given.has('help')) return ok({ options: given, arguments: {}, rest: [] });
  const sorted = sortArguments(spec, words);
  return sorted.ok ? ok({ options: given, arguments: sorted.value, rest: theirs }) : sorted;
}

function untilDashes(argv: readonly string[]): ReturnType<typeof untilTheirs> {
  const at = argv.indexOf('--');
  return at < 0 ? { ours: argv, theirs: [] } : { ours: argv.slice(0, at), theirs: argv.slice(at + 1) };
}

/** `why --calc --gpu a100`: what follows the flag is another command's. */
function untilTheirs(
  specs: readonly OptionSpec[],
  argv: readonly string[],
): { readonly ours: readonly string[]; readonly theirs: readonly string[] } {
  const flags = specs.filter(({ endsOptions }) => endsOptions === true).map(({ long }): string => long);
  const at = flags.length === 0 ? -1 : argv.findIndex((word) => word === '--' || flags.includes(word));
  return at < 0 || argv[at] === '--'
    ? { ours: argv, theirs: [] }
    : { ours: argv.slice(0, at + 1), theirs: argv.slice(at + 1) };
}

function commanderOption(spec: OptionSpec, given: Map<string, string[]>): Option {
  const value =
    spec.takesMany === true ? '<value...>' : spec.withoutValue === undefined ? '<value>' : '[value]';
  const flags = [spec.short, spec.placeholder === undefined ? spec.long : `${spec.long} ${value}`];
  const option = new Option(flags.filter((part) => part !== undefined).join(', '));
  if (spec.withoutValue !== undefined) option.preset(spec.withoutValue);
  // Called for flags too, then without a text: the list is as long as the flag was often.
  return option.argParser((text: string | undefined) => {
    const texts = given.get(spec.key) ?? [];
    if (spec.repeatable !== true) texts.length = 0;
    texts.push(text ?? 'true');
    given.set(spec.key, texts);
    return texts;
  });
}

/** `--name --tag x`: the value of an option is itself one of our options, so a value was forgotten. */
function swallowedFlag(
  given: ReadonlyMap<string, readonly string[]>,
  specs: readonly OptionSpec[],
): Problem | undefined {
  for (const spec of specs) {
    if (spec.placeholder === undefined) continue;
    for (const text of given.get(spec.key) ?? []) {
      if (text === '--' || specs.some((other) => other.long === text))
        return missingValue(spec, `"${text}" is an option itself.`);
    }
  }
  return undefined;
}

function sortArguments(
  spec: CommandSpec,
  words: readonly string[],
): Result<Record<string, string | readonly string[] | undefined>> {
  const args: readonly ArgumentSpec[] = spec.arguments ?? [];
  const sorted: Record<string, string | readonly string[] | undefined> = {};
  let at = 0;
  for (const arg of args) {
    const taken = arg.variadic === true ? words.slice(at) : words.slice(at, at + 1);
    at += taken.length;
    if (arg.required === true && taken.length === 0) return err(missingArgument(spec, arg));
    const wrong = taken.find((word) => arg.values !== undefined && !arg.values.includes(word));
    if (wrong !== undefined) return err(wrongArgument(spec, arg, wrong));
    sorted[arg.key] = arg.variadic === true ? taken : taken[0];
  }
  const extra = words[at];
  return extra === undefined ? ok(sorted) : err(extraArgument(spec, extra));
}

function usageProblem(error: CommanderError, spec: CommandSpec, specs: readonly OptionSpec[]): Problem {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  if (error.code === 'commander.unknownOption') {
    const flags = specs
      .filter(({ hidden }) => hidden !== true)
      .flatMap(({ long, short }) => (short === undefined ? [long] : [long, short]));
    const [name = quoted] = quoted.split('=');
    const meant = elsewhere(name, specs) ?? (name.startsWith('--') ? didYouMean(name, flags) : undefined);
    const own =
      spec.rest === undefined
        ? ''
        : `\nAn option of the command goes behind it: joulebook ${spec.name} -- COMMAND ${name}`;
    return problem(
      'E_USAGE',
      `unknown option ${name}`,
      `joulebook ${spec.name} has no such option.`,
      `${meant === undefined ? `See \`joulebook ${spec.name} --help\`.` : `Did you mean \`${meant}\`?`}${own}`,
    );
  }
  if (error.code === 'commander.optionMissingArgument') {
    const option = specs.find(({ long }) => quoted.includes(long));
    if (option !== undefined) return missingValue(option, 'Nothing follows it.');
  }
  return problem(
    'E_USAGE',
    error.message.replace(/^error: /, ''),
    undefined,
    `See \`joulebook ${spec.name} --help\`.`,
  );
}

/** What to write for an option of other tools. */
function elsewhere(name: string, specs: readonly OptionSpec[]): string | undefined {
  for (const spec of specs) {
    const here = Object.entries(spec.elsewhere ?? {}).find(([theirs]) => theirs === name);
    if (here !== undefined) return here[1];
  }
  return undefined;
}

function missingValue(spec: OptionSpec, why: string): Problem {
  return problem(
    'E_USAGE',
    `${spec.long} has no value`,
    why,
    `Write \`${spec.long} ${spec.placeholder ?? 'VALUE'}\`; a value that begins with a dash as \`${spec.long}=-x\`.`,
  );
}

function missingArgument(spec: CommandSpec, arg: ArgumentSpec): Problem {
  const example = spec.examples[0]?.line;
  return problem(
    'E_USAGE',
    `joulebook ${spec.name}: ${arg.placeholder} is missing`,
    `${arg.placeholder}: ${arg.description}.`,
    example === undefined ? `See \`joulebook ${spec.name} --help\`.` : `For example: ${example}`,
  );
}

function wrongArgument(spec: CommandSpec, arg: ArgumentSpec, word: string): Problem {
  const values = arg.values ?? [];
  const meant = didYouMean(word, values);
  return problem(
    'E_USAGE',
    `joulebook ${spec.name}: "${word}" is not understood`,
    `One of ${values.join(', ')} is asked for.`,
    meant === undefined ? `See \`joulebook ${spec.name} --help\`.` : `Did you mean \`${meant}\`?`,
  );
}

function extraArgument(spec: CommandSpec, word: string): Problem {
  const takes = (spec.arguments ?? []).map(({ placeholder }) => placeholder).join(' ');
  return problem(
    'E_USAGE',
    `joulebook ${spec.name}: "${word}" is one word too many`,
    takes === '' ? 'It takes no arguments.' : `It takes ${takes}.`,
    `Text with spaces goes in quotes. See \`joulebook ${spec.name} --help\`.`,
  );
}
