// Sources of the repository for benches: Node 20 runs no TypeScript.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { root } from '../scripts/set-up.mjs';

let count = 0;

/**
 * Bundles sources and imports them.
 *
 * @param {string} contents export statements, with paths from the root of the repository.
 * @returns {Promise<any>} what they export.
 */
export async function importBundled(contents) {
  // Inside the repository, so that what is bundled finds its tables and packages.
  const cache = join(root, '.cache');
  mkdirSync(cache, { recursive: true });
  const outfile = join(cache, `bench-${process.pid}-${count++}.mjs`);
  buildSync({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['koffi', 'libsql'],
    outfile,
    logLevel: 'error',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile, { force: true });
  }
}
