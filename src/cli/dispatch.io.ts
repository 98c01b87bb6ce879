import { type Problem, problem } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { type CommandModule, LOADERS } from './command-table.ts';
import { readSettings } from './config/read-settings.io.ts';
import { NO_SETTINGS, type Settings } from './config/settings.ts';
import { createContext } from './context.io.ts';
import type { CliContext } from './context.ts';
import { didYouMean } from './output/did-you-mean.ts';
import { type CommandName, commandNames, commandOf } from './spec/commands.ts';
import type { CommandSpec } from './spec/spec.ts';
import { ClosedOutput } from './write.io.ts';

/** What a shell reports for a program that SIGPIPE ended. */
const EXIT_CLOSED_OUTPUT = 141;

/** Runs the command that the words ask for. Returns the exit code; never throws. */
export async function dispatch(host: Host, argv: readonly string[]): Promise<number> {
  const loud = host.env['JOULEBOOK_DEBUG'] === '1' || argv.includes('-vv');
  const crash = async (error: unknown): Promise<number> => {
    if (error instanceof ClosedOutput) return EXIT_CLOSED_OUTPUT;
    return (await import('./crash.io.ts')).reportCrash(error, argv[0] ?? '', loud);
  };
  const onCrash = (error: unknown): void => void crash(error).then((code) => process.exit(code));
  process.on('uncaughtException', onCrash);
  try {
    return await choose(host, argv);
  } catch (error) {
    return await crash(error);
  } finally {
    process.off('uncaughtException', onCrash);
  }
}

async function choose(host: Host, argv: readonly string[]): Promise<number> {
  const [first] = argv;
  if (first === '--version' || first === '-V') return await start(host, 'version', []);
  if (first === undefined || first === '--help' || first === '-h') return await start(host, 'help', []);
  const { spec, words } = longestCommand(argv);
  if (spec === undefined) return context(host, 'joulebook', argv).fail(unknownCommand(first));
  const next = argv[words];
  if (next === '--help' || next === '-h') return await start(host, 'help', [spec.name]);
  return await start(host, spec.name as CommandName, argv.slice(words));
}

/** The command that the first words name: `stage add` before `stage`. */
function longestCommand(argv: readonly string[]): {
  readonly spec: CommandSpec | undefined;
  readonly words: number;
} {
  const two = commandOf(argv.slice(0, 2).join(' '));
  return two === undefined || argv.length < 2
    ? { spec: commandOf(argv[0] ?? ''), words: 1 }
    : { spec: two, words: 2 };
}

async function start(host: Host, name: CommandName, argv: readonly string[]): Promise<number> {
  const spec = commandOf(name);
  if (spec === undefined) throw new Error(`no command ${name}`);
  if (name === 'help' && argv.length <= 1 && !(argv[0] ?? '').startsWith('-')) {
    // Without the parser: help costs no more than it must.
    const module = (await LOADERS.help()) as CommandModule;
    return await module.run(context(host, name, argv), {
      options: {},
      arguments: { command: argv[0] },
      rest: [],
      origins: {},
    });
  }
  const { parseCommandLine } = await import('./parse/parse-command-line.ts');
  const raw = parseCommandLine(spec, argv);
  if (!raw.ok) return context(host, name, argv).fail(usageOf(spec, raw.error));
  const given = raw.value.options;
  if (given.has('help')) return await start(host, 'help', [name]);
  const settings = spec.settings === 'none' ? NO_SETTINGS : await readSettings(host);
  const cli = createContext(
    host,
    {
      command: name,
      json: given.has('json'),
      quiet: given.has('quiet') || settings.get('quiet').value === true,
      noColor: given.has('noColor'),
      verbose: given.get('verbose')?.length ?? 0,
    },
    settings,
  );
  const wrong = settingsProblem(cli, spec, settings);
  if (wrong !== undefined) return cli.fail(wrong);
  const { readInput } = await import('./parse/read-input.ts');
  const input = readInput(spec, raw.value, settings);
  if (!input.ok) return cli.fail(usageOf(spec, input.error));
  const module = (await LOADERS[name]()) as CommandModule;
  return await module.run(cli, input.value);
}

/** Verbs of pipelines end as DVC does where their words are not understood. */
function usageOf({ group }: CommandSpec, wrong: Problem): Problem {
  const isUsage = wrong.code === 'E_USAGE' || wrong.code === 'E_QUANTITY';
  return group === 'Pipeline' && isUsage ? { ...wrong, code: 'E_PIPELINE_USAGE' } : wrong;
}

/** Where settings are wrong the first problem ends the command, unless it must go on: then they are warnings. */
function settingsProblem(cli: CliContext, spec: CommandSpec, settings: Settings): Problem | undefined {
  if (spec.settings !== 'lenient') return settings.problems[0];
  for (const wrong of settings.problems) cli.warn(wrong);
  return undefined;
}

/** A context where the command line could not be read: only whether JSON is asked for is looked up, before any `--`. */
function context(host: Host, command: string, argv: readonly string[]): CliContext {
  const end = argv.indexOf('--');
  const ours = end < 0 ? argv : argv.slice(0, end);
  const flags = {
    command,
    json: ours.includes('--json'),
    quiet: false,
    noColor: ours.includes('--no-color'),
    verbose: 0,
  };
  return createContext(host, flags, NO_SETTINGS);
}

function unknownCommand(word: string): Problem {
  if (word.startsWith('-')) {
    return problem('E_USAGE', `unknown option ${word}`, 'A command comes first.', 'See `joulebook --help`.');
  }
  const meant = didYouMean(word, commandNames());
  return problem(
    'E_USAGE',
    `unknown command "${word}"`,
    undefined,
    meant === undefined
      ? `See \`joulebook --help\`. To measure a command: joulebook run -- ${word}`
      : `Did you mean \`${meant}\`?`,
  );
}
