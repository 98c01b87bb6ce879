import { PIPELINE_EXITS } from './pipeline-specs.ts';
import type { CommandSpec, OptionSpec } from './spec.ts';

const PLOT_OPTIONS = [
  {
    key: 'template',
    long: '--template',
    short: '-t',
    placeholder: 'NAME',
    kind: 'string',
    description:
      'linear (default), simple, smooth, scatter, scatter_jitter, confusion, confusion_normalized, bar_horizontal, bar_horizontal_sorted, or one of your own in .dvc/plots',
  },
  { key: 'x', long: '--x', short: '-x', placeholder: 'FIELD', kind: 'string', description: 'Field across' },
  { key: 'y', long: '--y', short: '-y', placeholder: 'FIELD', kind: 'string', description: 'Field upwards' },
  { key: 'noHeader', long: '--no-header', kind: 'flag', description: 'The table has no names of columns' },
  { key: 'title', long: '--title', placeholder: 'TEXT', kind: 'string', description: 'Title' },
  {
    key: 'xLabel',
    long: '--x-label',
    placeholder: 'TEXT',
    kind: 'string',
    description: 'Name of the axis across',
  },
  {
    key: 'yLabel',
    long: '--y-label',
    placeholder: 'TEXT',
    kind: 'string',
    description: 'Name of the axis upwards',
  },
  {
    key: 'out',
    long: '--out',
    short: '-o',
    placeholder: 'DIR',
    kind: 'path',
    complete: 'folder',
    description: 'Where the page goes (default: dvc_plots)',
  },
  {
    key: 'showVega',
    long: '--show-vega',
    kind: 'flag',
    description: 'Print the Vega-Lite of one plot instead',
  },
  {
    key: 'split',
    long: '--split',
    kind: 'flag',
    description: 'With --json: what may be filled in apart',
    hidden: true,
  },
  { key: 'open', long: '--open', kind: 'flag', description: 'Open the page' },
  {
    key: 'htmlTemplate',
    long: '--html-template',
    placeholder: 'FILE',
    kind: 'path',
    complete: 'file',
    description: 'A page of your own, with {plot_divs} where the plots go',
  },
] as const satisfies readonly OptionSpec[];

/** `joulebook plots show`. */
export const PLOTS_SHOW = {
  name: 'plots show',
  group: 'Pipeline',
  summary: 'Draw the plots that stages write, as one page',
  description:
    'The page holds everything and needs no network. Beside it lies the Vega-Lite of each plot. Its address is printed.',
  arguments: [
    {
      key: 'targets',
      placeholder: 'PLOT',
      variadic: true,
      complete: 'file',
      description: 'Names or files of plots (default: all)',
    },
  ],
  options: PLOT_OPTIONS,
  examples: [
    { line: 'joulebook plots show', does: 'all plots of the project' },
    { line: 'joulebook plots show loss.csv -x step -y loss', does: 'a file, tracked or not' },
  ],
  exits: PIPELINE_EXITS,
  json: 'dvc',
} as const satisfies CommandSpec;

/** `joulebook plots diff`. */
export const PLOTS_DIFF = {
  name: 'plots diff',
  group: 'Pipeline',
  summary: 'Draw the plots of several commits in one',
  arguments: [
    {
      key: 'revisions',
      placeholder: 'REVISION',
      variadic: true,
      complete: 'revision',
      description: 'Commits, branches, tags, experiments, workspace (default: HEAD and the workspace)',
    },
  ],
  options: [
    {
      key: 'targets',
      long: '--targets',
      placeholder: 'PLOT',
      kind: 'path',
      repeatable: true,
      takesMany: true,
      complete: 'file',
      description: 'Only these plots, by name or file',
    },
    ...PLOT_OPTIONS,
  ],
  examples: [
    { line: 'joulebook plots diff', does: 'the workspace against the last commit' },
    { line: 'joulebook plots diff main v1 --targets loss.csv', does: 'one plot of a branch and a tag' },
  ],
  exits: PIPELINE_EXITS,
  json: 'dvc',
} as const satisfies CommandSpec;
