import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Builds the command once, so that tests of `test/cli` run what users run. */
export function setup(): void {
  const script = fileURLToPath(new URL('../scripts/build.mjs', import.meta.url));
  execFileSync(process.execPath, [script, '--no-types'], { stdio: ['ignore', 'inherit', 'inherit'] });
}
