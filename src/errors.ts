/**
 * The one catalogue of expected failures. Each code has the exit status that `cli/` gives it and a sentence for the
 * generated reference. A failure in the program's logic is not here: it throws and reaches the one handler (exit 70).
 */
export const ERRORS = {
  E_USAGE: {
    exit: 2,
    meaning: 'The command line is not understood: an unknown flag, a missing or malformed value.',
  },
  E_CONFIG: {
    exit: 2,
    meaning: 'A configuration file or an environment variable holds something that is not understood.',
  },
  E_QUANTITY: {
    exit: 2,
    meaning: 'A quantity has the wrong unit or no number, e.g. a power where an energy is asked for.',
  },
  E_PARAMS: { exit: 2, meaning: 'A parameter file or a metrics file cannot be parsed.' },
  E_FILTER: { exit: 2, meaning: 'A filter has a key, an operator or a value that is not understood.' },
  E_BOOK_PATH: {
    exit: 2,
    meaning: 'What stands where the book should be is not a book: a file, or a folder of another kind.',
  },
  E_HARDWARE: { exit: 2, meaning: 'The hardware is not in the tables, or its name could mean several.' },
  E_REGION: { exit: 2, meaning: 'The region is not in the intensity tables.' },
  E_GRID: {
    exit: 1,
    meaning:
      'A live source of carbon intensity gives nothing that can be used and the yearly table stands in, or its figures mean something else than the table.',
  },
  E_NOT_FOUND: { exit: 3, meaning: 'No run, name or value answers to what was asked for.' },
  E_NO_BOOK: { exit: 3, meaning: 'There is no book here yet.' },
  E_BOOK_WRITE: { exit: 1, meaning: 'The book cannot be written: full disk, read-only, no permission.' },
  E_BOOK_READ: { exit: 1, meaning: 'A file of the book cannot be read.' },
  E_JOURNAL: {
    exit: 1,
    meaning: 'A journal has a torn or altered line; the line is skipped and the rest is used.',
  },
  E_VERIFY: {
    exit: 5,
    meaning:
      'A checksum, a number or a hash does not hold: something was changed since, or was not written whole.',
  },
  E_LOCKED: { exit: 1, meaning: 'Another process holds the lock for longer than we wait.' },
  E_INDEX: { exit: 1, meaning: 'No SQLite could be loaded for the index.' },
  E_SPAWN_NOT_FOUND: { exit: 127, meaning: 'The command was not found.' },
  E_SPAWN_DENIED: { exit: 126, meaning: 'The command was found but cannot be executed.' },
  E_NO_PROCESS: { exit: 3, meaning: 'No such process is alive.' },
  E_LIMIT: { exit: 4, meaning: 'A limit on energy, carbon or time was passed; the command was ended.' },
  E_BUDGET: {
    exit: 4,
    meaning: 'A budget of the month is used up or will be; where it is enforced, nothing is started.',
  },
  E_ACCESS: { exit: 1, meaning: 'The dashboard does not answer who has not shown its token.' },
  E_GRADE: { exit: 6, meaning: 'The measurement is not as good as --require-grade asks for.' },
  E_SHARE: {
    exit: 1,
    meaning:
      "A run's share of the machine is limited, or known only in part: a container, time that a host took.",
  },
  E_BASIS: {
    exit: 1,
    meaning:
      'Carbon figures of different kinds (average and marginal, direct and life-cycle) stand in one sum.',
  },
  E_OVERLAP: { exit: 5, meaning: 'Two runs claim the same energy: they are not added up.' },
  E_METER: { exit: 1, meaning: 'A component of the machine cannot be measured.' },
  E_PROTOCOL: {
    exit: 1,
    meaning:
      'A message of the agent protocol or a line of the report file is not understood, or came when nobody measured any more.',
  },
  E_NATIVE: { exit: 1, meaning: 'The native bindings could not be loaded; a less faithful way is used.' },
  E_NETWORK: {
    exit: 1,
    meaning: 'A server that was named does not answer or refuses, or an address cannot be listened on.',
  },
  E_IMPORT: {
    exit: 1,
    meaning: 'A record of another program is damaged, contradicts itself or is not complete.',
  },
  E_PIPELINE_FILE: {
    exit: 255,
    meaning: 'A dvc.yaml, a dvc.lock, a .dvc file or a parameter file of a pipeline is not understood.',
  },
  E_PIPELINE_GRAPH: {
    exit: 255,
    meaning:
      'The stages of a project contradict each other: a cycle, an output of two stages or inside another.',
  },
  E_STAGE: { exit: 255, meaning: 'A stage failed: its command, a missing dependency or a missing output.' },
  E_PIPELINE: {
    exit: 255,
    meaning: 'What was asked of a pipeline cannot be done: no such target, a file in the way.',
  },
  E_CACHE: { exit: 255, meaning: 'An object of the cache is missing, damaged or cannot be written.' },
  E_REMOTE: {
    exit: 255,
    meaning: 'A remote does not answer or lacks what was asked for.',
  },
  E_PIPELINE_LOCKED: { exit: 255, meaning: 'Another process, of DVC or ours, works in the repository.' },
  E_PIPELINE_USAGE: { exit: 254, meaning: 'The command line of a pipeline verb is not understood.' },
  E_NO_REPO: { exit: 253, meaning: 'This is not a DVC repository.' },
  E_PIPELINE_CONFIG: {
    exit: 251,
    meaning:
      'A .dvc/config file, or a setting that a pipeline verb reads, is not understood, or does not have the remote that is asked for.',
  },
  E_SEARCH: {
    exit: 2,
    meaning:
      'A search file, the options of a search or a configuration holds something that is not understood.',
  },
  E_TRIAL: {
    exit: 1,
    meaning: 'The trials of a search come to nothing: they fail, or say nothing of what is sought.',
  },
  E_OUTPUT: { exit: 1, meaning: 'An output file cannot be written.' },
} as const satisfies Record<string, { readonly exit: number; readonly meaning: string }>;

/** A stable code from the catalogue. */
export type ErrorCode = keyof typeof ERRORS;

/** Where in a file a problem stands. Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** The text of that line, to be printed underlined. */
  readonly text?: string;
  /** How many characters to underline. */
  readonly length?: number;
}

/** An expected failure in three parts: what happened, why, what to do. */
export interface Problem {
  readonly code: ErrorCode;
  readonly what: string;
  readonly why?: string;
  readonly fix?: string;
  readonly at?: Place;
}

/** Something that went wrong without stopping the work. */
export type Warning = Problem;

/** Makes a problem; empty parts are left out. */
export function problem(code: ErrorCode, what: string, why?: string, fix?: string, at?: Place): Problem {
  return {
    code,
    what,
    ...(why === undefined ? {} : { why }),
    ...(fix === undefined ? {} : { fix }),
    ...(at === undefined ? {} : { at }),
  };
}
