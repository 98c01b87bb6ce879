import { FILTER_ARGUMENT, FILTER_OPTION } from './book-specs.ts';
import { BOOK_OPTION } from './global-options.ts';
import type { CommandSpec } from './spec.ts';

/** `joulebook report`. */
export const REPORT = {
  name: 'report',
  group: 'Look',
  summary: 'Report runs for a paper, a model card or a page: totals, comparison, method, sources',
  description:
    'Root runs that match are added up, with what failed, was stopped or was preliminary; runs that differ only in their seed are averaged with standard errors; configurations are compared with shared errors cancelled. One model, rendered as a page that needs no network and no script, Markdown, LaTeX, JSON and more. The same runs give the same bytes.',
  arguments: [{ ...FILTER_ARGUMENT, description: 'As --filter; @last and its like name a run' }],
  options: [
    {
      key: 'output',
      long: '--output',
      short: '-o',
      placeholder: 'PATH',
      kind: 'path',
      repeatable: true,
      complete: 'file',
      description:
        'Write here; the ending chooses the format: .html .pdf .md .tex .bib .json .yaml (model card) .svg (badge); - is stdout',
    },
    {
      key: 'html',
      long: '--html',
      kind: 'flag',
      description: 'One page with charts and tables, which opens from disk',
    },
    {
      key: 'pdf',
      long: '--pdf',
      kind: 'flag',
      description:
        'That page as a PDF, printed by the Chromium or Chrome of this machine (CHROME_PATH names one)',
    },
    { key: 'markdown', long: '--markdown', kind: 'flag', description: 'Markdown (default)' },
    {
      key: 'latex',
      long: '--latex',
      kind: 'flag',
      description: 'Paragraphs and tables for a paper; needs no package',
    },
    { key: 'bibtex', long: '--bibtex', kind: 'flag', description: 'The works that the LaTeX cites' },
    {
      key: 'modelCard',
      long: '--model-card',
      kind: 'flag',
      description:
        'co2_eq_emissions of a Hugging Face model card, in grams; -o README.md puts it into the front matter there',
    },
    { key: 'boamps', long: '--boamps', kind: 'flag', description: 'A BoAmps report, a measure for each run' },
    { key: 'sci', long: '--sci', kind: 'flag', description: 'The Software Carbon Intensity score as JSON' },
    {
      key: 'prov',
      long: '--prov',
      kind: 'flag',
      description: 'The chain behind the totals as W3C PROV-JSON',
    },
    { key: 'badge', long: '--badge', kind: 'flag', description: 'A badge as SVG' },
    {
      key: 'check',
      long: '--check',
      kind: 'flag',
      description:
        'List what Henderson et al. and Patterson et al. ask for, and fail if something is missing',
    },
    {
      key: 'final',
      long: '--final',
      placeholder: 'FILTER',
      kind: 'string',
      complete: 'field',
      description:
        'The runs that results come from; others that ended well are preliminary (else: tag preliminary)',
    },
    {
      key: 'metric',
      long: '--metric',
      placeholder: 'NAME',
      kind: 'string',
      description:
        'The quality to set against energy: accuracy, -loss, loss:min (default: the one most runs have)',
    },
    {
      key: 'per',
      long: '--per',
      placeholder: 'N UNIT',
      kind: 'string',
      description: "What the SCI score is per, and how many the runs made: '60000 images'",
    },
    {
      key: 'title',
      long: '--title',
      placeholder: 'TEXT',
      kind: 'string',
      description: 'Title of the report',
    },
    {
      key: 'context',
      long: '--context',
      placeholder: 'FILE',
      kind: 'path',
      complete: 'file',
      description:
        'YAML with what no meter can see: appendix, packages, deployment, flops, location, waive, …',
    },
    { key: 'stamp', long: '--stamp', kind: 'flag', description: 'Say when the report was made' },
    FILTER_OPTION,
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook report project:bert -o report.html', does: 'a page to publish' },
    { line: 'joulebook report @last', does: 'the newest run, as Markdown' },
    {
      line: 'joulebook report project:bert --final tag:paper -o energy.tex -o energy.bib',
      does: 'for a paper: all that was tried, and what the results come from',
    },
    {
      line: 'joulebook report tag:paper --model-card -o README.md',
      does: 'for the front matter of a model card',
    },
    { line: 'joulebook report tag:paper --check --context report.yaml', does: 'what a report still lacks' },
  ],
  exits: [
    ['1', 'a file cannot be written, or no browser is there to print a PDF'],
    ['3', 'no run matches, no book, or the one number that was asked for is not known'],
    ['5', '--check: an item is missing'],
  ],
} as const satisfies CommandSpec;

/** `joulebook lint-card`. */
export const LINT_CARD = {
  name: 'lint-card',
  group: 'Look',
  summary:
    'Check the emissions of a model card: kilograms in place of grams, what is missing, what contradicts',
  description:
    'Reads co2_eq_emissions of a Hugging Face model card and what the text beside it says of energy, carbon, hardware and hours, and tells what cannot be right, with the number that would be. Nothing is changed and nothing is asked of a network.',
  arguments: [
    {
      key: 'files',
      placeholder: 'FILE',
      variadic: true,
      required: true,
      complete: 'file',
      description: 'A model card, or a folder with README.md in it or beneath; - is stdin',
    },
  ],
  options: [
    {
      key: 'strict',
      long: '--strict',
      kind: 'flag',
      description: 'Fail for warnings too: what is missing, odd or not to be checked',
    },
  ],
  examples: [
    { line: 'joulebook lint-card README.md', does: 'one card' },
    { line: 'joulebook lint-card --strict --json models/*/README.md', does: 'many, for a script' },
    { line: 'joulebook lint-card models', does: 'all README.md in a folder and beneath' },
  ],
  exits: [
    ['1', 'a file cannot be read'],
    ['3', 'a folder has no card'],
    ['5', 'a card has a fault'],
  ],
  settings: 'none',
} as const satisfies CommandSpec;
