import { useMemo } from 'preact/hooks';
import { missing, printEnergy } from '../../../src/units/format.ts';
import { decimalPads } from '../../parts/decimal-pad.ts';
import { linkTo, setView, view } from '../../state/location.ts';
import { metricText } from '../../../src/report/frontier/metric-text.ts';
import type { StudyShown } from './study-data.ts';
import { valueText } from './study-text.ts';
import { trialHref } from './trial-href.ts';
import { ordered } from './trial-order.ts';

/** Rows that stand in the page at once. */
const PAGE = 50;
/** Parameters that are columns; the rest is told of a trial that is opened. */
const MOST_PARAMETERS = 12;

/** The trials, sorted by the column that the address names, fifty at a time. */
export function TrialTable({
  study,
  indexes,
  title,
}: {
  readonly study: StudyShown;
  readonly indexes: readonly number[];
  readonly title: string;
}) {
  const { list, objectives, space, resource } = study;
  const sort = view('s');
  const metrics = objectives.map(({ metric }) => metric);
  const rows = useMemo(() => ordered(list, indexes, sort, metrics), [list, indexes, sort]);
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  const page = Math.min(pages, Math.max(1, Number(view('page')) || 1));
  const parameters = space.parameters.slice(0, MOST_PARAMETERS);
  const columns: readonly (readonly [key: string, name: string, isNumber: boolean])[] = [
    ['trial', 'Trial', true],
    ['state', 'State', false],
    ...metrics.map((metric) => [`m.${metric}`, metric, true] as const),
    ['energy', 'Energy', true],
    ['resource', resource ?? 'Resource', true],
    ...parameters.map(({ name, kind }) => [`p.${name}`, name, kind !== 'categorical'] as const),
  ];
  const shown = rows.slice((page - 1) * PAGE, page * PAGE);
  const metricTexts = metrics.map((_, m) => shown.map((i) => numberText(list[i]?.values[m])));
  const metricPads = metricTexts.map(decimalPads);
  return (
    <section>
      <h2 id="trials">
        {title} <small class="muted">{rows.length}</small>
      </h2>
      {/* A region that scrolls must be reached by keyboard. */}
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="trials">
        <table class="trials">
          <thead>
            <tr>
              {columns.map(([key, name, isNumber]) => (
                <th
                  key={key}
                  scope="col"
                  class={isNumber ? 'number' : undefined}
                  aria-sort={sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : undefined}
                >
                  <button
                    type="button"
                    class="quiet"
                    onClick={() =>
                      setView({
                        s: sort === key ? `-${key}` : sort === `-${key}` ? undefined : key,
                        page: undefined,
                      })
                    }
                  >
                    {name}
                    {sort === key ? ' ▲' : sort === `-${key}` ? ' ▼' : ''}
                  </button>
                </th>
              ))}
              <th scope="col">Why it ended</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((i, row) => {
              const trial = list[i];
              if (trial === undefined) return null;
              const { number, state, joules, resource: at, configuration, why } = trial;
              return (
                <tr key={number} aria-selected={view('trial') === String(number) ? true : undefined}>
                  <th scope="row" class="number">
                    <a href={linkTo(trialHref(number))} aria-label={`Trial ${number}, explain`}>
                      {number}
                    </a>
                  </th>
                  <td>{state}</td>
                  {metrics.map((metric, m) => (
                    <td key={metric} class="number" style={metricPads[m]?.[row]}>
                      {metricTexts[m]?.[row]}
                    </td>
                  ))}
                  <td class="number">{joules > 0 ? printEnergy(joules) : missing()}</td>
                  <td class="number">{at ?? missing()}</td>
                  {parameters.map(({ name, kind }) => (
                    <td key={name} class={kind === 'categorical' ? undefined : 'number'}>
                      <bdi>
                        {valueText(
                          Object.hasOwn(configuration, name) ? configuration[name] : undefined,
                        ).slice(0, 60)}
                      </bdi>
                    </td>
                  ))}
                  <td class="why">{why ?? ''}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <p class="row">
          <button
            type="button"
            disabled={page === 1}
            onClick={() => setView({ page: page === 2 ? undefined : String(page - 1) })}
          >
            Before
          </button>
          <span>
            {(page - 1) * PAGE + 1}–{Math.min(rows.length, page * PAGE)} of {rows.length}
          </span>
          <button type="button" disabled={page === pages} onClick={() => setView({ page: String(page + 1) })}>
            Next
          </button>
        </p>
      )}
      {space.parameters.length > parameters.length && (
        <p class="muted">
          {parameters.length} of {space.parameters.length} parameters are columns; a trial that is opened and
          the export have all.
        </p>
      )}
    </section>
  );
}

function numberText(value: number | null | undefined): string {
  return value === null || value === undefined ? missing() : metricText(value);
}
