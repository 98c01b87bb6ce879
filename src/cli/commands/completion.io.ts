import { bashScript } from '../completion/bash.ts';
import { fishScript } from '../completion/fish.ts';
import { zshScript } from '../completion/zsh.ts';
import type { CliContext } from '../context.ts';
import type { COMPLETION } from '../spec/setup-specs.ts';
import type { InputOf } from '../spec/spec.ts';

const SCRIPTS: Readonly<Record<string, () => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** Prints the completion script of a shell. */
export async function run(context: CliContext, input: InputOf<typeof COMPLETION>): Promise<number> {
  const { shell } = input.arguments;
  const script = SCRIPTS[shell]?.() ?? '';
  if (context.json) return context.succeed({ shell, script });
  context.out(script);
  return 0;
}
