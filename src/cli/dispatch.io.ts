import { type Problem, problem } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { err, ok, type Result } from '../result.ts';
import { type CommandModule, LOADERS } from './command-table.ts';
import { readSettings } from './config/read-settings.io.ts';
import { NO_SETTINGS, type Settings } from './config/settings.ts';
import { createContext } from './context.io.ts';
import type { CliContext } from './context.ts';
import { type CommandName, commandOf } from './spec/commands.ts';
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

async function choose(host: Host, words: readonly string[]): Promise<number> {
  const argv = optionsBehind(words);
  const [first] = argv;
  if (first === '--version' || first === '-V') return await start(host, 'version', []);
  if (first === undefined || first === '--help' || first === '-h') return await start(host, 'help', []);
  const { spec, count } = longestCommand(argv);
  const next = argv[count];
  const isHelp = next === '--help' || next === '-h';
  if (spec !== undefined)
    return isHelp
      ? await start(host, 'help', [spec.name])
      : await start(host, spec.name as CommandName, argv.slice(count));
  const { familyOf } = await import('./spec/families.ts');
  if (isHelp && familyOf(first) !== undefined) return await start(host, 'help', [first]);
  const { unknownCommand } = await import('./output/unknown-command.ts');
  return context(host, undefined, argv).fail(unknownCommand(argv));
}

/** `--cd DIR status` and `-q status`, as DVC takes them: what stands before the command goes behind it. */
function optionsBehind(argv: readonly string[]): readonly string[] {
  let before = 0;
  for (;;) {
    const word = argv[before] ?? '';
    if (word === '--cd') before += 2;
    else if (word.startsWith('--cd=') || BEFORE.has(word)) before++;
    else break;
  }
  const rest = argv.slice(before);
  if (before === 0 || rest.length === 0) return argv;
  const { count } = longestCommand(rest);
  return [...rest.slice(0, count), ...argv.slice(0, before), ...rest.slice(count)];
}

const BEFORE: ReadonlySet<string> = new Set(['-q', '--quiet', '-v', '--verbose']);

/** The command that the first words name: `stage add` before `stage`. */
function longestCommand(argv: readonly string[]): {
  readonly spec: CommandSpec | undefined;
  readonly count: number;
} {
  const two = commandOf(argv.slice(0, 2).join(' '));
  return two === undefined || argv.length < 2
    ? { spec: commandOf(argv[0] ?? ''), count: 1 }
    : { spec: two, count: 2 };
}

async function start(at: Host, name: CommandName, argv: readonly string[]): Promise<number> {
  let host = at;
  const spec = commandOf(name);
  if (spec === undefined) throw new Error(`no command ${name}`);
  if (name === 'help' && argv.length <= 1 && !(argv[0] ?? '').startsWith('-')) {
    // Without the parser: help costs no more than it must.
    const module = (await LOADERS.help()) as CommandModule;
    return await module.run(context(host, spec, argv), {
      options: {},
      arguments: { words: argv },
      rest: [],
      origins: {},
    });
  }
  const { parseCommandLine } = await import('./parse/parse-command-line.ts');
  const raw = parseCommandLine(spec, argv);
  if (!raw.ok) return context(host, spec, argv).fail(raw.error);
  const given = raw.value.options;
  if (given.has('help')) return await start(host, 'help', [name]);
  const folder = given.get('cd')?.[0];
  if (folder !== undefined) {
    const moved = await changeFolder(host, folder);
    if (!moved.ok) return context(host, spec, argv).fail(moved.error);
    host = moved.value;
  }
  const settings = spec.settings === 'none' ? NO_SETTINGS : await readSettings(host);
  const isEnveloped = given.has('envelope') || (given.has('json') && isAnswerOurs(spec));
  const cli = createContext(
    host,
    {
      command: name,
      json: given.has('json') || isEnveloped,
      quiet: given.has('quiet') || settings.get('quiet').value === true,
      noColor: given.has('noColor'),
      verbose: given.get('verbose')?.length ?? 0,
      ...manner(spec, isEnveloped),
    },
    settings,
  );
  const wrong = settingsProblem(cli, spec, settings);
  if (wrong !== undefined) return cli.fail(wrong);
  const { readInput } = await import('./parse/read-input.ts');
  const input = readInput(spec, raw.value, settings);
  if (!input.ok) return cli.fail(input.error);
  const module = (await LOADERS[name]()) as CommandModule;
  if (!isEnveloped) return await module.run(cli, input.value);
  const { inEnvelope } = await import('./in-envelope.ts');
  return await inEnvelope(cli, (inner) => module.run(inner, input.value));
}

/** A command on DVC projects for which DVC has no JSON. */
function isAnswerOurs({ group, json }: CommandSpec): boolean {
  return group === 'Pipeline' && json !== 'dvc';
}

/** How a command answers and ends: one on DVC projects does as DVC, unless the envelope is asked for. */
function manner(
  spec: CommandSpec | undefined,
  isEnveloped: boolean,
): { readonly isPipeline: boolean; readonly isDvcJson: boolean } {
  return { isPipeline: spec?.group === 'Pipeline', isDvcJson: spec?.json === 'dvc' && !isEnveloped };
}

async function changeFolder(host: Host, folder: string): Promise<Result<Host>> {
  try {
    process.chdir(folder);
    return ok({ ...host, cwd: process.cwd() });
  } catch (error) {
    const { whyNot } = await import('../host/file-failure.io.ts');
    const { why, fix } = whyNot(error);
    return err(problem('E_PIPELINE', `--cd ${folder}: this folder cannot be entered`, why, fix));
  }
}

/** Where settings are wrong the first problem ends the command, unless it must go on: then they are warnings. */
function settingsProblem(cli: CliContext, spec: CommandSpec, settings: Settings): Problem | undefined {
  if (spec.settings !== 'lenient') return settings.problems[0];
  for (const wrong of settings.problems) cli.warn(wrong);
  return undefined;
}

/** A context where the command line could not be read: only whether JSON is asked for is looked up, before any `--`. */
function context(host: Host, spec: CommandSpec | undefined, argv: readonly string[]): CliContext {
  const end = argv.indexOf('--');
  const ours = end < 0 ? argv : argv.slice(0, end);
  const isEnveloped = spec?.group === 'Pipeline' && ours.includes('--envelope');
  const flags = {
    command: spec?.name ?? 'joulebook',
    json: ours.includes('--json') || isEnveloped,
    quiet: false,
    noColor: ours.includes('--no-color'),
    verbose: 0,
    ...manner(spec, isEnveloped),
  };
  return createContext(host, flags, NO_SETTINGS);
}
