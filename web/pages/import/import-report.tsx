import { energyWithBand } from '../../../src/units/format.ts';
import { printDuration } from '../../../src/units/format-duration.ts';
import { dateText } from '../../parts/date-text.ts';
import { linkTo } from '../../state/location.ts';
import { countsText, FATES, type ImportData } from './import-data.ts';

const MOST_NAME = 80;

/** What would come in, or came in, row by row; what is not as it should be stands first. */
export function ImportReport({ data }: { readonly data: ImportData }) {
  const { rows, rowsInAll, dryRun } = data;
  return (
    <section>
      <h2>{dryRun ? 'What would come in' : 'What came in'}</h2>
      <p>
        <strong>{countsText(data)}</strong>
      </p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Records of the files">
        <table>
          <thead>
            <tr>
              <th scope="col">Where</th>
              <th scope="col">Fate</th>
              <th scope="col">Run</th>
              <th scope="col">Start</th>
              <th scope="col" class="number">
                Time
              </th>
              <th scope="col" class="number">
                Energy
              </th>
              <th scope="col">Remark</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ fate, file, line, why, repaired, run }, n) => (
              <tr key={n}>
                <th scope="row">
                  <bdi>{file}</bdi>
                  {line === null ? '' : `:${line}`}
                </th>
                <td>{FATES[fate]}</td>
                <td>
                  {run !== undefined && (
                    <bdi title={run.name}>
                      {dryRun && fate === 'new' ? (
                        short(run.name)
                      ) : (
                        <a href={linkTo(`/runs/${run.id}`)}>{short(run.name)}</a>
                      )}
                    </bdi>
                  )}
                </td>
                <td>{run === undefined ? '' : dateText(run.startedAt)}</td>
                <td class="number">{run === undefined ? '' : printDuration(run.durationS)}</td>
                <td class="number">{run === undefined ? '' : energyWithBand(run.energy)}</td>
                <td>{[repaired, why].filter(Boolean).join('; ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length < rowsInAll && (
        <p>
          {rows.length} of {rowsInAll} rows; <code>joulebook import FILE -v</code> tells all.
        </p>
      )}
    </section>
  );
}

function short(name: string): string {
  return name.length > MOST_NAME ? `${name.slice(0, MOST_NAME)}…` : name;
}
