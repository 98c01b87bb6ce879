import { EVERYTHING } from '../../../src/book/filter-ast.ts';
import { tokenize } from '../../../src/book/filter-tokens.ts';
import { findRuns } from '../../state/runs/find-runs.ts';
import { readFilter } from '../../state/runs/read-filter.ts';
import type { RunTable } from '../../state/runs/run-table.ts';
import { knownNames } from '../../state/runs.ts';
import { linkTo, setView, view } from '../../state/location.ts';
import { thousands } from '../../parts/count-text.ts';
import { wholeFilterOf } from '../../state/filter-words.ts';
import { wholeFilter } from '../../state/whole-filter.ts';

/** A filter that no run matches: which of its words to leave out, and how many would be found then. */
export function NothingFound({ table }: { readonly table: RunTable }) {
  return (
    <section class="nothing-found">
      <h2>
        0 of {thousands(table.count)} runs match <code>{wholeFilter.value.slice(0, 300)}</code>
      </h2>
      <ul>
        {relaxed(table).map(({ without, change, count }) => (
          <li key={without}>
            <a href={linkTo('/runs', change)}>
              without <code>{without.slice(0, 100)}</code>
            </a>
            : {thousands(count)}
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => setView({ q: undefined, t: undefined, p: undefined })}>
        Clear the filter
      </button>
    </section>
  );
}

interface Relaxed {
  readonly without: string;
  readonly change: Readonly<Record<string, string | undefined>>;
  readonly count: number;
}

/** Filters with one word less that find something. */
function relaxed(table: RunTable): readonly Relaxed[] {
  const [q, t, p] = [view('q') ?? '', view('t'), view('p')];
  const tokens = tokenize(q);
  const ways: { without: string; change: Relaxed['change']; filter: string }[] = [];
  for (const token of tokens.ok ? tokens.value : []) {
    const rest = `${q.slice(0, token.at)}${q.slice(token.at + token.length)}`.trim();
    ways.push({ without: token.text, change: { q: rest || undefined }, filter: wholeFilterOf(rest, t, p) });
  }
  if (t !== undefined)
    ways.push({ without: t, change: { t: undefined }, filter: wholeFilterOf(q, undefined, p) });
  if (p !== undefined)
    ways.push({ without: p, change: { p: undefined }, filter: wholeFilterOf(q, t, undefined) });
  return ways
    .flatMap(({ without, change, filter }) => {
      const count = countOf(table, filter);
      return count > 0 ? [{ without, change, count }] : [];
    })
    .toSorted((a, b) => a.count - b.count)
    .slice(0, 5);
}

function countOf(table: RunTable, filter: string): number {
  const read = readFilter(filter, '', {
    nowMs: table.list.nowMs,
    names: knownNames.value ?? null,
    zones: new Map(),
  });
  if (!('filter' in read)) return 0;
  const found = findRuns(table, read.filter.where, EVERYTHING.sort);
  return 'rows' in found ? found.rows.length : 0;
}
