import type { WrittenEstimate } from '../../../src/units/estimate.ts';
import { energyWithBand, printEnergy } from '../../../src/units/format.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { shareText } from '../../../src/units/format-share.ts';
import { shellLine } from '../../parts/shell-line.ts';
import { linkTo } from '../../state/location.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { filterQuery } from '../../state/whole-filter.ts';

interface WasteAnswer {
  readonly total: { readonly energy: WrittenEstimate };
  readonly causes: readonly { readonly cause: string; readonly energy: WrittenEstimate }[];
  readonly recommendations: readonly {
    readonly key?: string;
    readonly action: string;
    readonly energy: WrittenEstimate;
    readonly confidence: string;
    readonly evidence: readonly string[];
    readonly command: readonly string[] | string;
  }[];
}

/** What came to nothing, by cause, and what to do about it. */
export function WasteStrip() {
  const asked = useAnswer<WasteAnswer>(`/waste${filterQuery()}`);
  return (
    <section class="panel">
      <h2>
        <a href={linkTo('/waste')}>Waste, and what to do next</a>
      </h2>
      <Loaded asked={asked} what="Loading the waste">
        {(data) => <Waste {...data} />}
      </Loaded>
    </section>
  );
}

function Waste({ total, causes, recommendations }: WasteAnswer) {
  const all = total.energy.value ?? 0;
  const wasted = causes.filter(({ energy }) => (energy.value ?? 0) > 0);
  const share = wasted.reduce((sum, { energy }) => sum + (energy.value ?? 0), 0);
  return (
    <>
      {wasted.length === 0 || all === 0 ? (
        <p class="muted">Nothing was wasted.</p>
      ) : (
        <>
          <p>
            {printEnergy(share)} of {printEnergy(all)} ({shareText(share / all)}) came to nothing.
          </p>
          <svg class="waste-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            {parts(wasted, all).map(({ cause, from, width }, n) => (
              <rect key={cause} x={from} width={width} height="10" class={`waste-${n % 4}`} />
            ))}
          </svg>
          <ul class="plain causes">
            {wasted.map(({ cause, energy }) => (
              <li key={cause}>
                {cause} {printEnergy(energy)} ({shareText((energy.value ?? 0) / all)})
              </li>
            ))}
          </ul>
        </>
      )}
      {recommendations.length > 0 && (
        <ol class="advice">
          {recommendations.slice(0, 5).map(({ key, action, energy, confidence, evidence, command }, n) => {
            const line = typeof command === 'string' ? command : shellLine(command);
            return (
              <li key={key ?? n}>
                <p class="sentence">
                  <strong>{action}</strong>
                </p>
                <p>
                  up to {energyWithBand(energy)} · confidence {confidence} · {evidence.length}{' '}
                  {evidence.length === 1 ? 'run' : 'runs'} as evidence
                </p>
                <p class="command">
                  <code>{line.slice(0, 200)}</code> <CopyButton text={line} />
                </p>
              </li>
            );
          })}
        </ol>
      )}
    </>
  );
}

function parts(causes: WasteAnswer['causes'], all: number) {
  let from = 0;
  return causes.map(({ cause, energy }) => {
    const width = (100 * (energy.value ?? 0)) / all;
    const part = { cause, from, width };
    from += width;
    return part;
  });
}
