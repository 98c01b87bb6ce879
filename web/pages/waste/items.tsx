import { useState } from 'preact/hooks';
import { CAUSES } from '../../../src/report/waste/cause.ts';
import { bandText, figureOf } from '../../parts/amount.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { shareText } from '../../../src/units/format-share.ts';
import { shellLine } from '../../parts/shell-line.ts';
import { api } from '../../state/base.ts';
import { linkTo, setView, view } from '../../state/location.ts';
import { footprintUnit } from '../../state/unit.ts';
import { filterQuery } from '../../state/whole-filter.ts';
import { fixOf } from './fix-of.ts';
import type { WasteData } from './waste-data.ts';

/** Rows that are shown at once. */
const PAGE = 25;

/** The parts that were wasted, the largest first, with what each is told by and what to do. */
export function Items({ data, filter }: { readonly data: WasteData; readonly filter: string }) {
  const [shown, setShown] = useState(PAGE);
  const unit = footprintUnit.value;
  const cause = view('cause');
  const items = data.items.filter((item) => cause === undefined || item.cause === cause);
  const rows = items.slice(0, shown);
  return (
    <section aria-labelledby="items">
      <h2 id="items">What it was</h2>
      <p class="row">
        <label>
          Cause{' '}
          <select
            value={cause ?? ''}
            onChange={(event) => {
              setShown(PAGE);
              setView({ cause: event.currentTarget.value });
            }}
          >
            <option value="">all</option>
            {CAUSES.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <a href={api(`/waste.csv${filterQuery(filter)}`)} download="waste.csv">
          All {data.itemsTotal} as CSV
        </a>
      </p>
      <div class="scroll" tabIndex={0} role="region" aria-label="What was wasted, table">
        <table class="items">
          <thead>
            <tr>
              <th scope="col">Run</th>
              <th scope="col">Cause</th>
              <th scope="col" class="number">
                {{ energy: 'Energy', co2: 'CO₂e', cost: 'Cost' }[unit]}
              </th>
              <th scope="col" class="number">
                Of the run
              </th>
              <th scope="col">Evidence</th>
              <th scope="col">What to do</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((item) => {
              const { text, command } = fixOf(item);
              return (
                <tr key={`${item.run} ${item.cause}`}>
                  <th scope="row">
                    <a class="name" href={linkTo(`/runs/${item.run}`)} title={item.name}>
                      <bdi>{item.name}</bdi>
                    </a>{' '}
                    <span class="muted project">
                      <bdi>{item.project}</bdi>
                    </span>
                  </th>
                  <td>{item.cause}</td>
                  <td class="number">{bandText(figureOf(item, unit), unit)}</td>
                  <td class="number">{shareText(item.part)}</td>
                  <td class="evidence">
                    <bdi>{item.evidence}</bdi>
                    {item.because !== null && (
                      <>
                        {' '}
                        <a href={linkTo(`/compare?ids=${item.because},${item.run}`)}>compare</a>
                      </>
                    )}
                  </td>
                  <td class="fix">
                    <span>{text}</span> <CopyButton text={shellLine(command)} label="Copy command" />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p class="row">
        {rows.length} of {cause === undefined ? data.itemsTotal : items.length}
        {rows.length < items.length && (
          <button type="button" onClick={() => setShown(shown + PAGE)}>
            Show more
          </button>
        )}
        {rows.length === items.length && data.items.length < data.itemsTotal && (
          <span class="muted">The {data.items.length} largest are listed; the CSV has all.</span>
        )}
      </p>
    </section>
  );
}
