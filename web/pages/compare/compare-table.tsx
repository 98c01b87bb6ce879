import { missing } from '../../../src/units/format.ts';
import { linkTo, setView, view } from '../../state/location.ts';
import { shortText } from '../../parts/short-text.ts';
import { changeText, differenceText, valueText, verdictText } from './cell-text.ts';
import { type Comparison, differs, type Row } from './comparison.ts';

const MOST_ROWS = 40;

/** Runs side by side, each against the base; what is the same is left out unless it is wanted. */
export function CompareTable({
  comparison,
  ids,
}: {
  readonly comparison: Comparison;
  readonly ids: readonly string[];
}) {
  const isAll = view('rows') === 'all';
  const wanted = comparison.rows.filter((row) => isAll || differs(row) || row.name === 'energy');
  const rows = wanted.slice(0, view('more') === 'all' ? undefined : MOST_ROWS);
  const same = comparison.rows.length - comparison.rows.filter((row) => differs(row)).length;
  const without = (n: number): string => ids.filter((_, i) => i !== n).join(',');
  const toBase = (n: number): string => [ids[n], ...ids.filter((_, i) => i !== n)].join(',');
  return (
    <>
      <p class="row">
        <label>
          <input
            type="checkbox"
            checked={isAll}
            onChange={() => setView({ rows: isAll ? undefined : 'all' })}
          />{' '}
          Also what is the same ({same} rows)
        </label>
      </p>
      <div class="scroll compare" tabIndex={0} role="region" aria-label="Runs side by side">
        <table>
          <thead>
            <tr>
              <td />
              {comparison.runs.map(({ id, name }, n) => (
                <th key={id} scope="colgroup" colSpan={n === 0 ? 1 : 3} class={n === 0 ? 'base' : undefined}>
                  <a href={linkTo(`/runs/${id}`)} dir="auto">
                    <span class="cut-name">{shortText(name)}</span>
                  </a>
                  <div class="row">
                    {n === 0 ? (
                      <span class="muted">Base</span>
                    ) : (
                      <button type="button" class="quiet" onClick={() => setView({ ids: toBase(n) })}>
                        Make base
                      </button>
                    )}
                    <button
                      type="button"
                      class="quiet"
                      aria-label={`Take ${name.slice(0, 60)} out`}
                      onClick={() => setView({ ids: without(n) || undefined })}
                    >
                      ✕
                    </button>
                  </div>
                </th>
              ))}
            </tr>
            <tr>
              <td />
              {comparison.runs.flatMap(({ id }, n) =>
                n === 0
                  ? [
                      <th key={id} scope="col" class="number base">
                        Value
                      </th>,
                    ]
                  : ['Value', 'Δ', 'Δ %'].map((head) => (
                      <th key={`${id} ${head}`} scope="col" class="number">
                        {head}
                      </th>
                    )),
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <th scope="row" dir="auto">
                  <span class="cut-name">{shortText(row.name.replace('CO2e', 'CO₂e'))}</span>
                </th>
                {row.values.flatMap((_, n) => cells(row, n))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length < wanted.length && (
        <p>
          {rows.length} of {wanted.length} rows.{' '}
          <button type="button" onClick={() => setView({ more: 'all' })}>
            Show all rows
          </button>
        </p>
      )}
      <p class="muted">
        Errors that runs share (one machine, one meter, one grid) cancel before they are compared.{' '}
        <b>clear</b>: the 90 % interval of the ratio leaves out 1; <b>~ not clear</b>: it holds 1. Metrics and
        times are as they were reported.
      </p>
    </>
  );
}

function cells(row: Row, n: number) {
  const value = valueText(row.values[n] ?? null, row);
  const shown = (
    <td key={n} class={`number${n === 0 ? ' base' : ''}${row.kind === 'text' ? ' text' : ''}`} dir="auto">
      <span class="cut-name">{shortText(value)}</span>
    </td>
  );
  if (n === 0) return [shown];
  const against = row.against[n - 1] ?? null;
  if (row.kind === 'text') {
    const isSame = row.values[n] === row.values[0];
    return [
      shown,
      <td key={`${n} d`} class="muted number">
        {isSame ? 'same' : 'differs'}
      </td>,
      <td key={`${n} p`} />,
    ];
  }
  if (against === null)
    return [
      shown,
      <td key={`${n} d`} class="number">
        {missing()}
      </td>,
      <td key={`${n} p`} class="number">
        {missing()}
      </td>,
    ];
  const { low, high } = against.ratio;
  const verdict = verdictText(against, row);
  const title =
    low === null || high === null ? undefined : `ratio ${low.toPrecision(3)} to ${high.toPrecision(3)}`;
  return [
    shown,
    <td key={`${n} d`} class="number">
      {differenceText(against, row)}
    </td>,
    <td key={`${n} p`} class="number" title={title}>
      {changeText(against)}
      {verdict !== '' && <small class="verdict">{verdict}</small>}
    </td>,
  ];
}
