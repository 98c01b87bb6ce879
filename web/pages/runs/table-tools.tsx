import { CopyButton } from '../../parts/copy-button.tsx';
import { thousands } from '../../parts/count-text.ts';
import { api } from '../../state/base.ts';
import { setView, view } from '../../state/location.ts';
import type { RunTable } from '../../state/runs/run-table.ts';
import { reloadRuns } from '../../state/runs.ts';
import { wholeFilter } from '../../state/whole-filter.ts';
import { writeKeys } from './chosen-columns.ts';
import { ColumnChooser } from './column-chooser.tsx';
import { listCommand } from './list-command.ts';
import type { RunColumn } from './run-columns.ts';

const GROUPS = ['project', 'state', 'kind', 'grade', 'host', 'zone', 'gpu', 'tags', 'commit'];

/** What is done with the table as a whole. */
export function TableTools({
  table,
  columns,
  count,
}: {
  readonly table: RunTable;
  readonly columns: readonly RunColumn[];
  readonly count: number;
}) {
  const group = view('g') ?? '';
  const words = new URLSearchParams();
  if (wholeFilter.value !== '') words.set('filter', wholeFilter.value);
  const sort = view('s');
  if (sort !== undefined) words.set('sort', sort);
  const csv = `${api('/runs.csv')}${words.size === 0 ? '' : `?${words}`}`;
  const keys = columns.map(({ key }) => key);
  return (
    <div class="row table-tools">
      <label>
        Group by{' '}
        <select value={group} onChange={({ currentTarget }) => setView({ g: currentTarget.value })}>
          <option value="">nothing</option>
          {GROUPS.map((key) => (
            <option key={key} value={key}>
              {key}
            </option>
          ))}
          {group !== '' && !GROUPS.includes(group) && <option value={group}>{group}</option>}
        </select>
      </label>
      <ColumnChooser table={table} chosen={keys} onChoose={(next) => setView({ c: writeKeys(next) })} />
      <label>
        <input
          type="checkbox"
          checked={view('c') === undefined && view('all') !== '1'}
          disabled={view('c') !== undefined}
          onChange={({ currentTarget }) => setView({ all: currentTarget.checked ? undefined : '1' })}
        />{' '}
        Only columns that vary
      </label>
      <label>
        <input
          type="checkbox"
          checked={view('dense') === '1'}
          onChange={({ currentTarget }) => setView({ dense: currentTarget.checked ? '1' : undefined })}
        />{' '}
        Dense
      </label>
      <span class="stretch" />
      <button type="button" class="quiet" onClick={reloadRuns}>
        Refresh
      </button>
      <CopyButton
        label="Copy as command"
        text={() => listCommand(wholeFilter.value, view('s'), view('c'), keys)}
      />
      <a class="button" href={csv} download="runs.csv" id="export-runs">
        CSV of {count === 1 ? 'the run' : `all ${thousands(count)}`}
      </a>
    </div>
  );
}
