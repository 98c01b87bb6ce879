import { spaceSize } from '../../search/space/space-size.ts';
import type { CliContext } from '../context.ts';
import { lookOf } from '../open-cli-book.io.ts';
import { checkJson } from '../search/check-json.ts';
import { checkView } from '../search/check-view.ts';
import { firstTrials } from '../search/first-trials.ts';
import { carbonPlan } from '../search/clean-grid.io.ts';
import { failAll, readSearchInput } from '../search/read-search-input.io.ts';
import type { SEARCH_CHECK } from '../spec/search-specs.ts';
import type { InputOf } from '../spec/spec.ts';

const SHOWN = 10;
/** Stands in where the file has no seed, so that the same file shows the same. */
const SEED = 0;

/** `joulebook search check`: what a search means, before anything is run. */
export async function run(context: CliContext, input: InputOf<typeof SEARCH_CHECK>): Promise<number> {
  const { params, metrics, budgets } = input.options;
  const { file } = input.arguments;
  const read = readSearchInput(context, { file, params, metrics, budgets, command: input.rest });
  if (!read.ok) return failAll(context, read.error);
  const spec = read.value;
  const carbon = carbonPlan(context.host, spec.carbon, file, true); // whether a source may be asked, the search is told
  if (!carbon.ok) return context.fail(carbon.error);
  const seed = spec.search.seed ?? SEED;
  const trials = firstTrials(spec, seed, SHOWN, context.host.env);
  if (!trials.ok) return context.fail(trials.error);
  for (const warning of [...spec.warnings, ...carbon.value.warnings]) context.warn(warning);
  if (context.json) return context.succeed(checkJson(spec, seed, trials.value, spaceSize(spec.space)));
  context.out(`${checkView(spec, seed, trials.value, lookOf(context, input.options)).join('\n')}\n`);
  return 0;
}
