import type { Problem } from '../errors.ts';

/** What went wrong with measuring in a run and its parts, each once; what only widens a figure stands in the record of its run. */
export function warningsOnce(warnings: readonly Problem[]): readonly Problem[] {
  const said = warnings.filter(({ code }) => code !== 'E_SHARE');
  return [...new Map(said.map((warning) => [`${warning.code} ${warning.what}`, warning])).values()];
}
