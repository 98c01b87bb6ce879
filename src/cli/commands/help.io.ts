import { problem } from '../../errors.ts';
import type { CliContext } from '../context.ts';
import { didYouMeanText } from '../output/did-you-mean.ts';
import { renderHelp } from '../output/render-help.ts';
import { commandNames, commandOf } from '../spec/commands.ts';
import type { HELP } from '../spec/setup-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** Prints the overview, or help on one command. */
export async function run(context: CliContext, input: InputOf<typeof HELP>): Promise<number> {
  const name = input.arguments.command;
  if (name !== undefined && commandOf(name) === undefined) {
    const meant = didYouMeanText(name, commandNames()) ?? `Commands are ${commandNames().join(', ')}.`;
    return context.fail(problem('E_USAGE', `unknown command "${name}"`, undefined, meant));
  }
  if (context.json)
    return context.succeed(name === undefined ? { commands: commandNames() } : commandOf(name));
  context.out(renderHelp(name, { style: context.style, width: context.columns }));
  return 0;
}
