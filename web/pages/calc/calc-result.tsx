import {
  carbonWithBand,
  energyWithBand,
  intensityWithBand,
  moneyOnCard,
  printCarbon,
  printPower,
  waterOnCard,
} from '../../../src/units/format.ts';
import type { WrittenEstimate } from '../../../src/units/estimate.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { shareText } from '../../../src/units/format-share.ts';
import { WithCode } from '../../parts/with-code.tsx';
import { linkTo, url } from '../../state/location.ts';
import { useAnswer } from '../../state/use-answer.ts';
import type { CalcData, MeasuredData } from './calc-data.ts';
import { SensitivityFigure } from './sensitivity-figure.tsx';

/** What a job would take. */
export function CalcResult({ data }: { readonly data: CalcData }) {
  const { energy, carbon, netCarbon, embodied, water, cost, place, pue, intensity } = data;
  const part = data.hardware.find(({ key }) => key !== null);
  return (
    <>
      <div class="tiles">
        <Tile
          name="Energy"
          value={energyWithBand(energy)}
          about={
            pue === null ? 'of the machines' : `with the building, PUE ${Number(pue.value?.toPrecision(3))}`
          }
        />
        <Tile
          name="Carbon"
          value={carbon === null ? '—' : `${carbonWithBand(carbon)} CO₂e`}
          about={
            place === null
              ? carbon === null
                ? 'say where it runs'
                : 'by the intensity given'
              : `in ${place.name}`
          }
        />
        {netCarbon !== undefined && (
          <Tile
            name="By your contract"
            value={`${carbonWithBand(netCarbon)} CO₂e`}
            about="beside the other, never instead"
          />
        )}
        <Tile
          name="Making the hardware"
          value={embodied === null ? '—' : `${carbonWithBand(embodied)} CO₂e`}
          about={embodied === null ? (data.embodiedMissing ?? 'not known') : 'its part of it; not in carbon'}
        />
        {cost !== null && (
          <Tile name="Cost" value={moneyOnCard(cost, cost.unit)} about="of the electricity" />
        )}
        {water !== null && <Tile name="Water" value={waterOnCard(water)} about="where it runs" />}
      </div>
      <h2>How it was computed</h2>
      <ol class="formula">
        {data.formula.map((line) => (
          <li key={line}>
            <code>{line}</code>
          </li>
        ))}
      </ol>
      <p class="muted">
        {intensity !== null && (
          <>
            {intensityWithBand(intensity)}, {intensity.basis}
            {intensity.source === '' ? '' : ` (${intensity.source})`}.{' '}
          </>
        )}
        {pue !== null && (
          <>
            PUE {pueText(pue)}
            {pue.source === '' ? '' : ` (${pue.source})`}.
          </>
        )}
      </p>
      <SensitivityFigure data={data} />
      <Greener data={data} />
      {part !== undefined && <Measured gpu={part.name} />}
      <List title="Assumed" lines={data.assumed} />
      <List title="Notes" lines={data.notes} />
    </>
  );
}

function Tile({
  name,
  value,
  about,
}: {
  readonly name: string;
  readonly value: string;
  readonly about: string;
}) {
  return (
    <div class="tile">
      <span class="name">{name}</span>
      <strong>{value}</strong>
      <span>{about}</span>
    </div>
  );
}

function pueText({ value, low, high }: WrittenEstimate): string {
  const [middle, from, to] = [value, low, high].map((part) => Number((part ?? Number.NaN).toPrecision(3)));
  return from === to ? `${middle}` : `${middle} (${from}–${to})`;
}

function Greener({ data }: { readonly data: CalcData }) {
  if (data.place === null) return null;
  return (
    <section>
      <h2>Cleaner places</h2>
      {data.greener.length === 0 ? (
        <p>None that is surely cleaner than {data.place.name}, by figures of the same kind.</p>
      ) : (
        <div class="scroll" tabIndex={0} role="region" aria-label="Cleaner places">
          <table>
            <thead>
              <tr>
                <th scope="col">Place</th>
                <th scope="col" class="number">
                  The same job
                </th>
                <th scope="col" class="number">
                  Change
                </th>
                <th scope="col" class="number">
                  Figures of
                </th>
              </tr>
            </thead>
            <tbody>
              {data.greener.map(({ id, name, kgco2e, change, year }) => (
                <tr key={id}>
                  <th scope="row">
                    <a href={linkTo('/calc', { ...formNow(), region: id })}>{name}</a>
                  </th>
                  <td class="number">{printCarbon(kgco2e * 1000)}</td>
                  <td class="number">▼ {shareText(-change)} less</td>
                  <td class="number">{year}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p>
        These are figures of whole years. Which hours are cleaner in {data.place.name} is on{' '}
        <a href={linkTo('/grid', { zone: data.place.id })}>Grid</a>, where a live source is configured.
      </p>
    </section>
  );
}

function formNow(): Record<string, string> {
  return Object.fromEntries(url.value.searchParams);
}

/** The estimate held against what the same part drew in runs of the book. */
function Measured({ gpu }: { readonly gpu: string }) {
  const asked = useAnswer<MeasuredData>(`/calc/measured?gpu=${encodeURIComponent(gpu)}`);
  return (
    <section>
      <h2>Your runs on the same part</h2>
      <Loaded asked={asked} what="Looking at measured runs">
        {(data) => {
          if (data === null || data.runs === 0 || data.meanW === null)
            return (
              <p>
                No finished run of this book was on {gpu} alone. Measure one with <code>joulebook run</code>,
                and its part of full power stands here.
              </p>
            );
          const { meanW, lowW, highW, tdpW, runs, total, name } = data;
          const part = tdpW === null ? undefined : meanW / tdpW;
          return (
            <p>
              {runs === 1 ? 'One run' : `${runs} runs`} on {name} drew {printPower(meanW)} for each on average
              {part === undefined
                ? ''
                : ` — ${shareText(part)} of the ${printPower(tdpW)} that its maker states`}
              {runs > 1 && ` (${printPower(lowW)} to ${printPower(highW)})`}.
              {runs < total && ` The newest ${runs} of ${total} were looked at.`}
              {part !== undefined && (
                <>
                  {' '}
                  <a href={linkTo('/calc', { ...formNow(), utilisation: part.toFixed(2) })}>
                    Compute with {shareText(part)}
                  </a>
                </>
              )}
            </p>
          );
        }}
      </Loaded>
    </section>
  );
}

function List({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul>
        {lines.map((line) => (
          <li key={line}>
            <WithCode text={line} />
          </li>
        ))}
      </ul>
    </section>
  );
}
