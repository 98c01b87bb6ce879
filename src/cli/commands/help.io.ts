import type { CliContext } from '../context.ts';
import { renderHelp } from '../output/render-help.ts';
import { unknownCommand } from '../output/unknown-command.ts';
import { commandNames, commandOf } from '../spec/commands.ts';
import { familyOf } from '../spec/families.ts';
import type { HELP } from '../spec/setup-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** Prints the overview, or help on one command or on those that begin alike. */
export async function run(context: CliContext, input: InputOf<typeof HELP>): Promise<number> {
  const { words } = input.arguments;
  const name = words.length === 0 ? undefined : words.join(' ');
  const spec = name === undefined ? undefined : commandOf(name);
  const family = name === undefined ? undefined : familyOf(name);
  if (name !== undefined && spec === undefined && family === undefined)
    return context.fail(unknownCommand(name.split(' ')));
  if (context.json) return context.succeed(spec ?? { commands: family?.members ?? commandNames() });
  context.out(renderHelp(name, { style: context.style, width: context.columns }));
  return 0;
}
