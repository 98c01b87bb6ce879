import type { Host } from '../../host/host.ts';
import { type CommandModule, LOADERS } from '../command-table.ts';
import { readSettings } from '../config/read-settings.io.ts';
import { createContext } from '../context.io.ts';
import { inEnvelope } from '../in-envelope.ts';
import { errorEnvelope } from '../output/json-envelope.ts';
import { parseCommandLine } from '../parse/parse-command-line.ts';
import { readInput } from '../parse/read-input.ts';
import { type CommandName, commandOf } from '../spec/commands.ts';

/** What a command said to stdout, and its exit code. */
export interface Said {
  readonly text: string;
  readonly exit: number;
}

/**
 * Lets a command answer within this process, as its command line under `--json` would: what a page shows is then what the command says.
 *
 * @param words behind the command's name; what a user typed belongs into the value of an option (`--filter=…`) or behind `--`.
 */
export async function askCommand(host: Host, name: CommandName, words: readonly string[]): Promise<Said> {
  const spec = commandOf(name);
  if (spec === undefined) throw new Error(`no command ${name}`);
  const raw = parseCommandLine(spec, [...beforeDashes(words, '--json')]);
  if (!raw.ok) return { text: errorEnvelope(name, raw.error, []), exit: 2 };
  const settings = await readSettings(host);
  const isEnveloped = spec.group === 'Pipeline';
  const said: string[] = [];
  const context = createContext(
    host,
    { command: name, json: true, quiet: true, noColor: true, verbose: 0, isPipeline: isEnveloped },
    settings,
    { out: (text) => void said.push(text), err: () => undefined },
  );
  const wrong = settings.problems[0];
  if (wrong !== undefined) context.warn(wrong);
  const input = readInput(spec, raw.value, settings);
  if (!input.ok) context.fail(input.error);
  else {
    const module = (await LOADERS[name]()) as CommandModule;
    const exit = isEnveloped
      ? await inEnvelope(context, (inner) => module.run(inner, input.value))
      : await module.run(context, input.value);
    return { text: said.join(''), exit };
  }
  return { text: said.join(''), exit: 2 };
}

function beforeDashes(words: readonly string[], flag: string): readonly string[] {
  const at = words.indexOf('--');
  return at < 0 ? [...words, flag] : [...words.slice(0, at), flag, ...words.slice(at)];
}
