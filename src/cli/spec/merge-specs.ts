import { BOOK_OPTION } from './global-options.ts';
import type { CommandSpec } from './spec.ts';

/** `joulebook merge`. */
export const MERGE = {
  name: 'merge',
  group: 'Keep',
  summary: 'Add the runs of a job on several nodes into one',
  description:
    'Energies and their errors add by source; time is the union of their times. Runs that claim the same energy are refused. The sum is a run of its own: a listing counts it, or its parts, never both.',
  arguments: [
    {
      key: 'runs',
      placeholder: 'RUN',
      variadic: true,
      complete: 'run',
      description:
        'Id, name, @last, or path of a run.json. What stands once (command, metrics) is that of the first',
    },
  ],
  options: [
    {
      key: 'job',
      long: '--job',
      placeholder: 'ID',
      kind: 'string',
      description:
        'All root runs of this job: number of a Slurm job or its step (42.0), run id of torchrun, …',
    },
    {
      key: 'from',
      long: '--from',
      placeholder: 'BOOK',
      kind: 'path',
      repeatable: true,
      complete: 'folder',
      description: 'Look for the runs in this book too, e.g. one that was copied from another node',
    },
    {
      key: 'name',
      long: '--name',
      short: '-n',
      placeholder: 'NAME',
      kind: 'string',
      description: 'Name of the sum (default: job-ID, or the name of the first and how many more)',
    },
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook merge --job 4242', does: 'the nodes of a Slurm job that share a book' },
    { line: 'joulebook merge node1 node2 --name llama-7b', does: 'two runs by name' },
    { line: 'joulebook merge --job 4242 --from node2/.joulebook', does: 'with the book of another node' },
  ],
  exits: [
    ['3', 'no such run, or no book'],
    ['5', 'two of the runs claim the same energy'],
  ],
} as const satisfies CommandSpec;
