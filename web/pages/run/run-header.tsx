import type { RunRecord } from '../../../src/book/run-record.ts';
import { carbonWithBand, co2e, energyWithBand, missing, moneyOnCard } from '../../../src/units/format.ts';
import { printDuration } from '../../../src/units/format-duration.ts';
import { api } from '../../state/base.ts';
import { linkTo } from '../../state/location.ts';
import { dateText } from '../../parts/date-text.ts';
import { shortText } from '../../parts/short-text.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { CopyFrom } from './copy-from.tsx';
import { endedText, GRADES, STATE_SIGNS } from './run-state.ts';

const PASTES = [
  ['LaTeX', 'latex'],
  ['BibTeX', 'bibtex'],
  ['Markdown', 'markdown'],
  ['Model card', 'model-card'],
] as const;

/** What a run is and what it cost, and what can be done with it. */
export function RunHeader({ run }: { readonly run: RunRecord }) {
  const { id, name, state, grade, energy, carbon, cost, durationS } = run;
  const path = `/runs/${id}`;
  const versus = useAnswer<{ readonly text: string | null }>(
    state === 'running' ? undefined : `${path}/versus`,
  );
  const scope = run.scope ?? 'attributed';
  const tiles: readonly (readonly [what: string, value: string, under: string])[] = [
    ['Energy', energyWithBand(energy.wall[scope]), `${scope}, at the wall`],
    [
      'Carbon',
      carbonOrMissing(run),
      carbon.intensity === null
        ? 'the grid is not known: give --region'
        : `${carbon.intensity.zoneName}, ${carbon.intensity.basis}, PUE ${carbon.pue?.value ?? missing()}`,
    ],
    [
      'Cost',
      cost === undefined ? missing() : moneyOnCard(cost.total, cost.price.unit.split('/')[0] ?? ''),
      cost === undefined ? 'no price was given: --price' : 'of the electricity',
    ],
    ['Time', printDuration(durationS), state === 'running' ? 'so far' : dateText(run.startedAt)],
  ];
  return (
    <header class="run-header">
      <p class="crumbs">
        <a href={linkTo('/runs')}>Runs</a> / <span dir="auto">{shortText(run.project, 80)}</span>
      </p>
      <h1 dir="auto">{shortText(name, 1000)}</h1>
      <p class="row">
        <span class={`state state-${state}`}>
          <span aria-hidden="true">{STATE_SIGNS[state]}</span> {endedText(run)}
        </span>
        <span class="grade" title={GRADES[grade]}>
          Grade <b>{grade}</b>: {GRADES[grade]}
        </span>
      </p>
      {state === 'lost' && (
        <p>
          It stopped without saying so
          {run.endedAt === null ? '' : `; its last sample was at ${dateText(run.endedAt)}`}. Its energy is
          counted up to there.
        </p>
      )}
      <dl class="tiles">
        {tiles.map(([what, value, under]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              <strong>{value}</strong>
              <small>{under}</small>
            </dd>
          </div>
        ))}
      </dl>
      {versus.answer?.data.text !== undefined && versus.answer.data.text !== null && (
        <p class="versus">{versus.answer.data.text}</p>
      )}
      <p class="row actions">
        <a class="button" href={linkTo('/compare', { ids: id })}>
          Compare
        </a>
        <a class="button" href={api(`${path}/report.html`)} download={`joulebook-${id}.html`}>
          Report
        </a>
        <span class="muted">Copy:</span>
        {PASTES.map(([label, format]) => (
          <CopyFrom key={format} label={label} path={`${path}/paste/${format}`} />
        ))}
      </p>
    </header>
  );
}

function carbonOrMissing({ carbon: { operational } }: RunRecord): string {
  const text = carbonWithBand(operational);
  return text === missing() ? text : `${text} ${co2e()}`;
}
