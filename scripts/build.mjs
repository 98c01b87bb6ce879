// Builds dist/: the command (one chunk for each subcommand), the dashboard's page, the library and, unless --no-types is given, its types.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { build as buildWeb } from 'vite';
import { pruneTypes } from './prune-types.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const staging = join(root, `dist.${process.pid}.new`);

/** CommonJS packages inside ESM chunks ask for node's own modules by `require`. */
const banner = {
  js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
};
const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  external: ['koffi', 'libsql'],
  minifyWhitespace: true,
  minifySyntax: true, // names stay, for stack traces
  legalComments: 'none', // THIRD-PARTY.txt has the whole licences
  metafile: true,
  logLevel: 'warning',
  banner,
};

/**
 * Every file of ES modules that is loaded costs about a millisecond, and splitting makes a dozen of them for one command. So what is
 * started most is one file that V8 keeps compiled (its parts are still evaluated only when needed): one for help and the commands that
 * measure, another for those that look, a third for those that bring stages up to date, for a start pays for all that its file holds.
 * src/cli/boot.io.cts chooses. The other commands, and what is rarely needed, are chunks beside them.
 */
const PROGRAMS = {
  main: ['help', 'version', 'run', 'monitor', 'mark', 'agent'],
  look: ['help', 'ls', 'show', 'compare', 'tag', 'note', 'rename', 'rm', 'complete'],
  stages: ['help', 'repro', 'status'],
};
const lazyParts = readdirSync(join(root, 'src/cli/commands'))
  .map((name) => name.replace(/\.io\.ts$/, ''))
  .filter((name) => !Object.values(PROGRAMS).flat().includes(name));
const RARE = {
  'parse-config-yaml': 'src/cli/config/parse-config-yaml.ts',
  crash: 'src/cli/crash.io.ts',
  'row-thread': 'src/book/row-thread.io.ts',
  'value-file': 'src/run/value-file.io.ts',
  'live-watch': 'src/run/online/live-watch.io.ts',
  'check-budgets': 'src/cli/budget/check-budgets.io.ts',
  'versus-line': 'src/cli/versus/versus-line.io.ts',
  'online-settings': 'src/cli/run/online-settings.ts',
};

/** What V8 keeps compiled (src/cli/boot.io.cts) is a script: no module of its own, with its address and its imports handed in. */
const asScript = {
  format: 'cjs',
  define: { 'import.meta.url': '__url' },
  banner: { js: 'const __url = require("node:url").pathToFileURL(__filename).href;' },
};

/** Commander asks for `child_process`, which brings Node's networking, to start subcommands that are programs: ours are not. */
const lighterCommander = {
  name: 'lighter-commander',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
      importer.includes('node_modules/commander/') ? { path, namespace: 'when-asked' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'when-asked' }, ({ path }) => ({
      contents: `module.exports = { get spawn() { return require(${JSON.stringify(path)}).spawn; } };`,
    }));
  },
};

/** Leaves out of a program what is a chunk of its own, or a command that is never started from it. */
function leaveOut(inside) {
  return {
    name: 'leave-out-lazy-parts',
    setup({ onResolve }) {
      onResolve({ filter: /^\.{1,2}\// }, ({ kind, path }) => {
        if (kind !== 'dynamic-import') return undefined;
        const name = basename(path).replace(/(\.io)?\.ts$/, '');
        const isLeftOut = path.includes('commands/') ? !inside.includes(name) : name in RARE;
        return isLeftOut ? { path: `./parts/${name}.js`, external: true } : undefined;
      });
    },
  };
}

try {
  const parts = Object.fromEntries(
    lazyParts.map((name) => [`parts/${name}`, `src/cli/commands/${name}.io.ts`]),
  );
  for (const [name, path] of Object.entries(RARE)) parts[`parts/${name}`] = path;
  if (existsSync(join(root, 'src/index.ts'))) parts.index = 'src/index.ts';
  const results = await Promise.all([
    ...Object.entries(PROGRAMS).map(([name, inside]) =>
      build({
        ...shared,
        ...asScript,
        entryPoints: { [name]: 'src/cli/main.io.ts' },
        outdir: staging,
        outExtension: { '.js': '.cjs' },
        plugins: [leaveOut(inside), lighterCommander],
      }),
    ),
    build({
      ...shared,
      ...asScript,
      banner: {},
      entryPoints: { cli: 'src/cli/boot.io.cts' },
      outdir: staging,
      outExtension: { '.js': '.cjs' },
    }),
    build({
      ...shared,
      entryPoints: parts,
      splitting: true,
      chunkNames: 'chunks/[name]-[hash]',
      outdir: staging,
    }),
  ]);
  // Vitest, which builds before its tests, has another one set: what is tested is what is shipped.
  process.env.NODE_ENV = 'production';
  const web = await buildWeb({
    configFile: join(root, 'web/vite.config.ts'),
    build: { outDir: join(staging, 'web') },
  });
  for (const name of Object.keys(PROGRAMS)) handOverImports(join(staging, `${name}.cjs`));
  writeFileSync(join(staging, 'THIRD-PARTY.txt'), thirdParty(results, web));
  install();
} catch (error) {
  rmSync(staging, { recursive: true, force: true });
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

if (!process.argv.includes('--no-types')) {
  rmSync(join(dist, 'types'), { recursive: true, force: true });
  const tsc = spawnSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.types.json'],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
  if (tsc.status !== 0) process.exit(tsc.status ?? 1);
  pruneTypes(join(dist, 'types'), 'index.d.ts');
}

/** The licences of the packages that are bundled. */
function thirdParty(results, web) {
  const inputs = [
    ...results.flatMap(({ metafile }) => Object.keys(metafile.inputs)),
    ...web.output.flatMap(({ moduleIds = [] }) => moduleIds.map((id) => relative(root, id))),
  ];
  const folders = new Set(
    inputs.flatMap((path) => /^(node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
  );
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file === undefined ? '' : readFileSync(join(root, folder, file), 'utf8').trim();
      return `${name} ${version} (${license})\n\n${text}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** A script that V8 keeps compiled cannot import by itself: what starts it does. */
function handOverImports(file) {
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('import("./parts/', 'importPart("./parts/'));
}

/** Chunks first, the entry last, so that a command that starts meanwhile finds the old build or the new one, whole. */
function install() {
  const folders = ['chunks', 'parts', 'web/assets'];
  const fresh = folders.flatMap((folder) =>
    existsSync(join(staging, folder))
      ? readdirSync(join(staging, folder)).map((name) => `${folder}/${name}`)
      : [],
  );
  for (const folder of [...folders, 'web', '.']) {
    const from = join(staging, folder);
    if (!existsSync(from)) continue;
    mkdirSync(join(dist, folder), { recursive: true });
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      if (entry.isFile()) renameSync(join(from, entry.name), join(dist, folder, entry.name));
    }
  }
  const kept = new Set(fresh);
  for (const folder of folders) {
    for (const name of readdirSync(join(dist, folder))) {
      if (!kept.has(`${folder}/${name}`)) rmSync(join(dist, folder, name), { force: true });
    }
  }
  rmSync(staging, { recursive: true, force: true });
}
