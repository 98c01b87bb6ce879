import { NO_OPTIONS, readSearch } from '../../../src/search/file/read-search.ts';
import type { SearchOptions } from '../../../src/search/file/read-options.ts';
import type { SearchSpec } from '../../../src/search/file/search-spec.ts';
import type { Problem } from '../../../src/errors.ts';

/** The search that a text is; what is wrong with it fails the test. */
export function specOf(text: string | undefined, options: Partial<SearchOptions> = {}): SearchSpec {
  const read = readSearch(text === undefined ? undefined : { path: 's.yaml', text }, {
    ...NO_OPTIONS,
    ...options,
  });
  if (read.ok) return read.value;
  throw new Error(read.error.map(({ what, why }) => `${what} ${why}`).join('\n'));
}

/** Everything that is wrong with a text. */
export function problemsOf(
  text: string | undefined,
  options: Partial<SearchOptions> = {},
): readonly Problem[] {
  const read = readSearch(text === undefined ? undefined : { path: 's.yaml', text }, {
    ...NO_OPTIONS,
    ...options,
  });
  return read.ok ? [] : read.error;
}

/** Each problem as `line:column underlined`, or only what it says where it has no place. */
export function placesOf(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ at, what }) => {
    if (at?.line === undefined) return what;
    const from = (at.column ?? 1) - 1;
    return `${at.line}:${at.column} ${at.text?.slice(from, from + (at.length ?? 0))}`;
  });
}
