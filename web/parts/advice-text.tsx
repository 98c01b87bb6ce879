import type { Recommendation } from '../../src/report/waste/recommend.ts';
import { linkTo } from '../state/location.ts';
import { footprintUnit, UNITS } from '../state/unit.ts';
import { bandText, figureOf } from './amount.ts';
import { CopyButton } from './copy-button.tsx';
import { shellLine } from './shell-line.ts';

/** Ids of runs are shown by their end. */
const SHORT_ID = 6;
const MOST_EVIDENCE = 4;

/** A recommendation: what to do, what it saves and how sure that is, the runs it rests on, the command. */
export function AdviceText({
  advice,
  isOfRun = false,
}: {
  readonly advice: Recommendation;
  /** It stands on the page of its run: what that says already is left out. */
  readonly isOfRun?: boolean;
}) {
  const unit = footprintUnit.value;
  const others = UNITS.filter((one) => one.unit !== unit && figureOf(advice, one.unit) !== null);
  const command = shellLine(advice.command);
  const { evidence } = advice;
  return (
    <>
      <p class={isOfRun ? 'sentence' : undefined}>
        {!isOfRun && (
          <>
            <strong>
              <bdi>{advice.project}</bdi>
            </strong>
            :{' '}
          </>
        )}
        <bdi>{advice.action}</bdi>
      </p>
      <p>
        {isOfRun ? 'would have saved' : 'saves'} <strong>{bandText(figureOf(advice, unit), unit)}</strong>
        {others.map((one) => (
          <span key={one.unit}> · {bandText(figureOf(advice, one.unit), one.unit)}</span>
        ))}{' '}
        · confidence {advice.confidence} · seen in{' '}
        {evidence.slice(0, MOST_EVIDENCE).map((id, n) => (
          <span key={id}>
            {n > 0 && ', '}
            <a href={linkTo(`/runs/${id}`)}>{id.slice(-SHORT_ID).toLowerCase()}</a>
          </span>
        ))}
        {evidence.length > MOST_EVIDENCE && ` and ${evidence.length - MOST_EVIDENCE} more`}
      </p>
      <p class="command">
        <code tabIndex={0}>{command}</code>
        <CopyButton text={command} />
      </p>
    </>
  );
}
