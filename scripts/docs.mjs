// Writes the pages of docs/reference that are made from the command table, the settings and the error catalogue.
// With --check it only says which are stale, and exits with 1.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url);
const bundled = await build({
  absWorkingDir: fileURLToPath(root),
  entryPoints: ['src/cli/reference/reference-pages.ts'],
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
});
const source = Buffer.from(bundled.outputFiles[0].contents).toString('base64');
const { referencePages } = await import(`data:text/javascript;base64,${source}`);

let stale = 0;
for (const [name, text] of Object.entries(referencePages())) {
  const file = new URL(`docs/reference/${name}`, root);
  if (readIfThere(file) === text) continue;
  if (process.argv.includes('--check')) {
    process.stderr.write(`docs/reference/${name} is stale: run \`npm run docs\`\n`);
    stale++;
  } else {
    writeFileSync(file, text);
    process.stdout.write(`wrote docs/reference/${name}\n`);
  }
}
process.exitCode = stale > 0 ? 1 : 0;

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
