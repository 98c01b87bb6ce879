import { minify } from '@swc/core';
import { defineConfig, type Plugin } from 'vite';
import { chosenPaletteCss } from '../src/report/chart/palette.ts';

/** The colours of charts and pages come from the one table that reports use too. */
const palette: Plugin = {
  name: 'palette',
  resolveId: (id) => (id === 'virtual:palette.css' ? id : undefined),
  load: (id) => (id === 'virtual:palette.css' ? chosenPaletteCss() : undefined),
};

/** Style sheets that more pages than their own use. */
const ALSO_OF: Readonly<Record<string, readonly string[]>> = {
  calc: ['calculator'],
  run: ['compare'],
  power: ['run'],
  frontier: ['studies'],
  import: ['overview', 'runs'],
};
/** Style sheets of the whole dashboard; the form to import stands on every page of an empty book. */
const OF_ALL = new Set(['base', 'shell', 'parts', 'top-bar', 'charts', 'import']);

/** A page's style sheet holds on that page only: one that was loaded stays, and must not move another page about. */
const scopes: Plugin = {
  name: 'page-styles',
  enforce: 'pre',
  transform: (code, id) => {
    const name = /\/styles\/([a-z-]+)\.css$/.exec(id)?.[1];
    if (name === undefined) return undefined;
    // What all share yields to a page's own sheet, in whatever order the two are loaded.
    if (OF_ALL.has(name)) return { code: `@layer shared {\n${code}\n}`, map: null };
    const pages = [name, ...(ALSO_OF[name] ?? [])].map((page) => `main[data-page="${page}"]`);
    // :where adds no weight, so that a sheet reads as if it stood alone.
    return { code: `:where(${pages.join(', ')}) {\n${code}\n}`, map: null };
  },
};

/** Lines of uPlot that keep alive what no chart here uses (paths, calendar times: the axes have ticks of their own), and what stands for them. */
const LESS: Readonly<Record<string, string>> = {
  '(paths.stepped = stepped);': '',
  '(paths.bars = bars);': '',
  '(paths.spline = monotoneCubic);': '',
  'const days3 = days.map(slice3);': 'const days3 = [];',
  'const months3 = months.map(slice3);': 'const months3 = [];',
  'uPlot.join = join;': '',
  'uPlot.fmtDate = fmtDate;': '',
  'uPlot.tzDate = tzDate;': '',
  'const [ timeIncrsMs, _timeAxisStampsMs, timeAxisSplitsMs ] = genTimeStuffs(1);': 'const timeIncrsMs = [];',
  'const [ timeIncrsS, _timeAxisStampsS, timeAxisSplitsS ] = genTimeStuffs(1e-3);': 'const timeIncrsS = [];',
  'const _fmtDate = (opts.fmtDate || fmtDate);': '',
  'const _timeAxisSplits = (ms == 1 ? timeAxisSplitsMs(_tzDate) : timeAxisSplitsS(_tzDate));':
    'const _timeAxisSplits = numAxisSplits;',
  'const _timeAxisVals = timeAxisVals(_tzDate, timeAxisStamps((ms == 1 ? _timeAxisStampsMs : _timeAxisStampsS), _fmtDate));':
    'const _timeAxisVals = numAxisVals;',
  'const _timeSeriesVal = timeSeriesVal(_tzDate, timeSeriesStamp(_timeSeriesStamp, _fmtDate));': '',
  's.value = isTime ? (isStr(sv) ? timeSeriesVal(_tzDate, timeSeriesStamp(sv, _fmtDate)) : sv || _timeSeriesVal) : sv || numSeriesVal;':
    's.value = sv || numSeriesVal;',
  'timeAxisVals(_tzDate, timeAxisStamps(av, _fmtDate)) :': 'av :',
  'timeAxisVal(_tzDate, av) :': 'av :',
};

const lessOfUplot: Plugin = {
  name: 'less-of-uplot',
  transform: (code, id) => {
    if (!id.endsWith('uPlot.esm.js')) return undefined;
    const left = new Set(Object.keys(LESS));
    const lines = code.split('\n').map((line) => {
      const plain = line.trim().replaceAll(/ +/g, ' ');
      return left.delete(plain) ? LESS[plain] : line;
    });
    if (left.size > 0)
      throw new Error(`uPlot is not made as it was, see web/vite.config.ts: ${[...left].join(' ')}`);
    return { code: lines.join('\n'), map: null };
  },
};

/** Packs the scripts: by a hundredth smaller than the bundler's own, and every page counts against one budget. No `unsafe_arrows`: it makes arrows of functions that use `arguments`. */
const smaller: Plugin = {
  name: 'smaller',
  generateBundle: {
    order: 'post', // the bundler writes into the scripts which style sheets a part needs, and that is packed too
    handler: async (_, bundle) => {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        const { code } = await minify(chunk.code, {
          module: true,
          compress: { passes: 5, ecma: 2022, keep_fargs: false, inline: 1 },
          mangle: { toplevel: true },
          format: { comments: false, ascii_only: true }, // what is no ASCII packs worse
        });
        chunk.code = code;
      }
    },
  },
};

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  logLevel: 'warn',
  plugins: [palette, scopes, lessOfUplot, smaller],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    minify: false,
    cssMinify: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // What two pages share is one file: many small ones pack worse, and each asks once more.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'first',
              test: (id: string) => !/uplot|time-series|parallel|pages\/(?!overview)/i.test(id),
              priority: 3,
            },
            { name: 'shared', minShareCount: 2, priority: 2 },
          ],
        },
      },
    },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
});
