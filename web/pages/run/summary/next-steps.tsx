import type { RunRecord } from '../../../../src/book/run-record.ts';
import type { Amounts } from '../../../../src/report/waste/amounts.ts';
import { type Cause, CAUSE_MEANINGS } from '../../../../src/report/waste/cause.ts';
import type { Recommendation } from '../../../../src/report/waste/recommend.ts';
import type { WrittenEstimate } from '../../../../src/units/estimate.ts';
import { AdviceText } from '../../../parts/advice-text.tsx';
import { bandText, figureOf } from '../../../parts/amount.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { shortText } from '../../../parts/short-text.ts';
import { linkTo } from '../../../state/location.ts';
import { footprintUnit } from '../../../state/unit.ts';
import { useAnswer } from '../../../state/use-answer.ts';

/** The answer of `/runs/ID/advice`. */
interface AdviceAnswer {
  readonly recommendations: readonly (Recommendation & {
    readonly together: (Amounts & { readonly runs: number }) | null;
  })[];
  readonly parts: readonly (Amounts & {
    readonly cause: Cause;
    readonly run: string;
    readonly evidence: string;
    readonly because: string | null;
  })[];
  readonly before: { readonly id: string; readonly name: string; readonly ratio: WrittenEstimate } | null;
}

const MOST_PARTS = 5;

/** What to do next with what this run showed, and what it is set beside. */
export function NextSteps({ run }: { readonly run: RunRecord }) {
  const asked = useAnswer<AdviceAnswer>(run.state === 'running' ? undefined : `/runs/${run.id}/advice`);
  if (run.state === 'running') return null;
  return (
    <section aria-labelledby="next">
      <h2 id="next">What to do next</h2>
      <Loaded asked={asked} what="Loading what to do next">
        {(data) => <Steps run={run} data={data} />}
      </Loaded>
    </section>
  );
}

function Steps({ run, data }: { readonly run: RunRecord; readonly data: AdviceAnswer }) {
  const { recommendations, parts, before } = data;
  const unit = footprintUnit.value;
  return (
    <>
      {before !== null && (
        <p>
          It took <strong>{ratioText(before.ratio)}</strong> the energy of{' '}
          <a href={linkTo(`/runs/${before.id}`)} dir="auto">
            {shortText(before.name, 80)}
          </a>
          , the run before it in this project that went well:{' '}
          <a href={linkTo('/compare', { ids: `${before.id},${run.id}` })}>compare them</a>.
        </p>
      )}
      {parts.length === 0 && (
        <p class="muted">By the rules of the Waste page none of its energy was wasted.</p>
      )}
      {parts.length > 0 && (
        <ul>
          {parts.slice(0, MOST_PARTS).map((part) => (
            <li key={`${part.run} ${part.cause}`}>
              <strong>{bandText(figureOf(part, unit), unit)}</strong> wasted: {CAUSE_MEANINGS[part.cause]} (
              <bdi>{part.evidence}</bdi>
              {part.because !== null && (
                <>
                  , <a href={linkTo(`/runs/${part.because}`)}>see it</a>
                </>
              )}
              )
            </li>
          ))}
          {parts.length > MOST_PARTS && <li>and {parts.length - MOST_PARTS} smaller parts</li>}
        </ul>
      )}
      {recommendations.length > 0 && (
        <ol class="advice">
          {recommendations.map((one) => (
            <li key={one.key}>
              <AdviceText advice={one} isOfRun />
              {one.together !== null && (
                <p class="muted">
                  With the {one.together.runs} runs that are like it:{' '}
                  {bandText(figureOf(one.together, unit), unit)}. <a href={linkTo('/waste')}>All of it</a>
                </p>
              )}
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

/** `1.19×`, with its ends where they are told apart. */
function ratioText({ value, low, high }: WrittenEstimate): string {
  const [middle, ...ends] = [value, low, high].map((one) => Number((one ?? 0).toPrecision(3)));
  return ends.every((end) => end === middle) ? `${middle}×` : `${middle}× (${ends.join('–')})`;
}
