import { useEffect } from 'preact/hooks';
import { missing, printCarbon, printEnergy } from '../../../src/units/format.ts';
import { plainText } from '../../parts/quantity-text.ts';
import { thousands } from '../../parts/count-text.ts';
import { linkTo, view } from '../../state/location.ts';
import type { RunTable } from '../../state/runs/run-table.ts';
import { wantColumns } from '../../state/runs.ts';
import { quoted } from '../../state/filter-words.ts';
import { type Group, groupsOf } from './grouping.ts';
import { columnOf } from './run-columns.ts';

/** More groups say nothing; the largest are shown and the rest is counted. */
const MOST = 200;

/** Runs that agree in something, added up. */
export function GroupTable({
  table,
  rows,
  by,
}: {
  readonly table: RunTable;
  readonly rows: readonly number[];
  readonly by: string;
}) {
  const key = columnOf(by)?.needs[0];
  const name = table.list.metrics[0];
  const metric = name === undefined ? undefined : `metric.${name}`;
  const needs = [key, metric].filter((one) => one !== undefined);
  useEffect(() => wantColumns(needs), [needs.join(), table.list.version]);
  const column = key === undefined ? undefined : table.shown(key);
  if (key === undefined) return <p>There is no column {by}.</p>;
  if (column === undefined) return <p role="status">…</p>;
  const groups = groupsOf(table, rows, column, metric === undefined ? undefined : table.exact(metric));
  return (
    <div class="runs-region" tabIndex={0} role="region" aria-label={`Runs by ${by}`}>
      <table class="runs">
        <thead>
          <tr>
            <th scope="col">{by}</th>
            <th scope="col" class="number">
              runs
            </th>
            <th scope="col" class="number">
              energy, sum
            </th>
            <th scope="col" class="number">
              energy, mean
            </th>
            <th scope="col" class="number">
              CO₂e, sum
            </th>
            {name !== undefined && (
              <th scope="col" class="number">
                {name}, mean (95 %)
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {groups.slice(0, MOST).map((group) => (
            <GroupRow key={String(group.value)} group={group} by={by} hasMetric={name !== undefined} />
          ))}
        </tbody>
      </table>
      {groups.length > MOST && (
        <p>{thousands(groups.length - MOST)} further groups, each with less energy.</p>
      )}
      {by === 'tags' && <p class="muted">A run with several tags stands in the group of each.</p>}
    </div>
  );
}

function GroupRow({
  group: { value, rows, totals, metric },
  by,
  hasMetric,
}: {
  readonly group: Group;
  readonly by: string;
  readonly hasMetric: boolean;
}) {
  const text = plainText(value);
  const word = `${by === 'tags' ? 'tag' : by}:${typeof value === 'number' ? value : quoted(text)}`;
  const filter = `${view('q') ?? ''} ${word}`.trim();
  const known = (totals?.runs ?? 0) - (totals?.nested ?? 0) - (totals?.unknown ?? 0);
  const energy = totals?.energyJ ?? null;
  return (
    <tr>
      <th scope="row" class="name">
        {value === null ? (
          text
        ) : (
          <a href={linkTo('/runs', { q: filter })}>
            {<bdi>{text.trim() === '' ? '(blank)' : text.slice(0, 100)}</bdi>}
          </a>
        )}
      </th>
      <td class="number">{thousands(rows.length)}</td>
      <td class="number">{energy === null ? missing() : printEnergy(energy)}</td>
      <td class="number">{energy === null || known === 0 ? missing() : printEnergy(energy / known)}</td>
      <td class="number">
        {totals === undefined || totals.co2G === null
          ? missing()
          : totals.kinds.length > 1
            ? 'mixed'
            : printCarbon(totals.co2G)}
      </td>
      {hasMetric && (
        <td class="number">
          {metric === undefined
            ? missing()
            : `${plainText(metric.mean)}${metric.half === null ? '' : ` ± ${plainText(Number(metric.half.toPrecision(2)))}`} (n ${metric.count})`}
        </td>
      )}
    </tr>
  );
}
