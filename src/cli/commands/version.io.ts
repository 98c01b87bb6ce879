import { VERSION } from '../../host/version.ts';
import type { CliContext } from '../context.ts';

/** Prints the version. */
export async function run(context: CliContext): Promise<number> {
  const version = VERSION;
  if (context.json) {
    const { platform, arch, version: node } = process;
    return context.succeed({ version, node, platform, arch });
  }
  context.out(`joulebook ${version}\n`);
  return 0;
}
