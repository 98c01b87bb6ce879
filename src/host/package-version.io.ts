import { readFileSync } from 'node:fs';
import { packageFile } from './package-root.io.ts';

let version: string | undefined;

/** Version of joulebook, from its package.json. */
export function packageVersion(): string {
  version ??= (JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: string }).version;
  return version;
}
