import type { OptionSpec } from './spec.ts';

/** What every command understands. `--color` and the rest go into the context, not into the command's own options. */
export const GLOBAL_OPTIONS = [
  { key: 'json', long: '--json', kind: 'flag', description: 'One JSON object on stdout' },
  {
    key: 'quiet',
    long: '--quiet',
    short: '-q',
    kind: 'flag',
    config: 'quiet',
    description: 'Say nothing but data and errors',
  },
  { key: 'noColor', long: '--no-color', kind: 'flag', description: 'No colour (NO_COLOR does the same)' },
  {
    key: 'verbose',
    long: '--verbose',
    short: '-v',
    kind: 'flag',
    repeatable: true,
    description: 'Say more; twice: the stack trace of a bug',
  },
  { key: 'help', long: '--help', short: '-h', kind: 'flag', description: 'This text' },
] as const satisfies readonly OptionSpec[];

/** The folder of the book, shared by all commands that open one. */
export const BOOK_OPTION = {
  key: 'book',
  long: '--book',
  placeholder: 'DIR',
  kind: 'path',
  config: 'book',
  complete: 'folder',
  description: 'The book to use (default: JOULEBOOK_DIR, else the nearest .joulebook)',
} as const satisfies OptionSpec;

/** Prints every column, however wide. */
export const WIDE_OPTION = {
  key: 'wide',
  long: '--wide',
  kind: 'flag',
  description: 'All columns, however wide the terminal',
} as const satisfies OptionSpec;
