import { type Problem, problem } from '../../errors.ts';
import { err, type Result } from '../../result.ts';
import { readSearch } from '../../search/file/read-search.ts';
import type { SearchSpec } from '../../search/file/search-spec.ts';
import { readTextFile } from '../calc/read-text-file.io.ts';
import type { CliContext } from '../context.ts';
import { wrapText } from '../output/text-width.ts';
import type { KeyValue } from '../spec/spec.ts';

/** What a command line says of a search. */
export interface SearchInput {
  readonly file: string | undefined;
  readonly params: readonly KeyValue[];
  readonly metrics: readonly string[];
  readonly budgets: readonly string[];
  readonly command: readonly string[];
}

/** Reads the search that a command line asks for: from its file, its options, or both. */
export function readSearchInput(
  context: CliContext,
  { file, ...options }: SearchInput,
): Result<SearchSpec, readonly Problem[]> {
  if (file === undefined && options.params.length === 0)
    return err([
      problem(
        'E_USAGE',
        'no search',
        'Neither a file nor a parameter is given.',
        'Name a file, or write such as `--metric acc --param lr=1e-5..1e-1:log`.',
      ),
    ]);
  if (file === undefined) return readSearch(undefined, options);
  const text = readTextFile(context, file);
  if (!text.ok) return err([text.error]);
  return readSearch({ path: file === '-' ? 'stdin' : file, text: text.value }, options);
}

/** Tells everything that is wrong. Under --json the first is the error, the others are warnings of the envelope. */
export function failAll(context: CliContext, problems: readonly Problem[]): number {
  const [first, ...others] = problems;
  if (first === undefined) throw new Error('a failure without a problem');
  if (context.json) {
    for (const other of others) context.warn(other);
    return context.fail(first);
  }
  const [code = 0] = problems.map((one) => context.fail(wrapped(one, context.columns)));
  return code;
}

/** Room for the label before a reason. */
const LABEL = 7;

/** Lists of what is known are longer than a line. */
function wrapped(one: Problem, columns: number): Problem {
  return one.why === undefined ? one : { ...one, why: wrapText(one.why, columns - LABEL).join('\n') };
}
