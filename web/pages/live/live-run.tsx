import type { ComponentChildren } from 'preact';
import { carbonWithBand, energyWithBand, printIntensity, printPower } from '../../../src/units/format.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { shareText } from '../../../src/units/format-share.ts';
import type { LiveView } from '../../state/live-model.ts';
import { linkTo } from '../../state/location.ts';
import type { BudgetShare } from './budget-share.ts';
import {
  carbonSoFar,
  energySoFar,
  epochWords,
  forecastWords,
  isSilent,
  stateWords,
  stopWords,
} from './live-words.ts';
import { Sparkline } from './sparkline.tsx';

/** One run that lives, or has just ended. */
export function LiveRun({
  view,
  nowMs,
  budgets,
  isChosen,
  onChoose,
}: {
  readonly view: LiveView;
  readonly nowMs: number;
  readonly budgets: readonly BudgetShare[];
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}) {
  const { facts, w } = view;
  const isLive = facts.state === 'running';
  const isOdd = facts.state === 'lost' || isSilent(view, nowMs);
  const stop = stopWords(facts);
  const energy = energySoFar(view);
  const intensity = facts.intensity;
  return (
    <article class={`live-run${isOdd ? ' odd' : ''}`} aria-labelledby={`live-${facts.slot}`}>
      <header>
        <h2 id={`live-${facts.slot}`} title={facts.name}>
          <a href={linkTo(`/runs/${facts.id}`)} dir="auto">
            {facts.name}
          </a>
        </h2>
        <p class="muted" title={`${facts.project} on ${facts.host}`}>
          <bdi>{facts.project}</bdi> on <bdi>{facts.host}</bdi>
          {facts.stage !== null && (
            <>
              , in <bdi>{facts.stage}</bdi>
            </>
          )}
          {facts.parentId !== null && ', part of another run'}
        </p>
        <p class="state">{stateWords(view, nowMs)}</p>
      </header>
      <Sparkline view={view} />
      <dl>
        <Fact name="Power now">{isLive && w !== null ? printPower(w) : '—'}</Fact>
        <Fact name="Energy so far">
          <span title={`of ${view.samples === 1 ? '1 sample' : `${view.samples} samples`}`}>
            {energyWithBand(energy)}
          </span>
        </Fact>
        <Fact name="CO₂e so far">{carbonWithBand(carbonSoFar(view))}</Fact>
        <Fact name="Grid now">
          {intensity === null ? (
            '— (place unknown)'
          ) : (
            <span title={intensity.source}>
              {printIntensity(intensity.gPerKwh)}
              {intensity.hour === undefined ? ', yearly mean' : `, ${intensity.how ?? ''}`}
            </span>
          )}
        </Fact>
        <Fact name="Epoch">{epochWords(facts) ?? '— (none reported)'}</Fact>
        {isLive && (
          <Fact name="Forecast">
            {forecastWords(facts, nowMs) ?? '— (from the third of a known number of epochs)'}
          </Fact>
        )}
        {budgets.map(({ name, limitJ, limitText }) => (
          <Fact key={name} name={`Part of ${name}`}>
            {energy.value === null ? '—' : `${shareText(energy.value / limitJ)} of ${limitText}`}
          </Fact>
        ))}
      </dl>
      {stop !== undefined && (
        <div class="stop">
          <p>
            <strong>Worth stopping?</strong> <bdi>{stop}</bdi>
          </p>
          <p class="row">
            <span>
              <code>kill -INT {facts.pid}</code> <CopyButton text={`kill -INT ${facts.pid}`} />
            </span>
            <span>
              on <bdi>{facts.host}</bdi>
            </span>
          </p>
        </div>
      )}
      <p class="row">
        <button type="button" aria-pressed={isChosen} onClick={onChoose}>
          Chart
        </button>
      </p>
    </article>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
