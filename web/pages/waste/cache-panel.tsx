import type { Savings } from '../../../src/report/waste/savings.ts';
import type { WrittenEstimate } from '../../../src/units/estimate.ts';
import { carbonOnCard, co2e, energyOnCard, printEnergy } from '../../../src/units/format.ts';
import { TroubleView } from '../../parts/trouble-view.tsx';
import { linkTo } from '../../state/location.ts';
import { useAnswer } from '../../state/use-answer.ts';

interface Misses {
  /** null: there is no pipeline. */
  readonly states:
    | readonly {
        readonly name: string;
        readonly outlook: string;
        readonly why: readonly string[];
        readonly last: { readonly energy: WrittenEstimate } | null;
      }[]
    | null;
}

/** What caches and ended trials saved, and which stages would miss the cache now. */
export function CachePanel({ savings: { cache, searches } }: { readonly savings: Savings }) {
  return (
    <section aria-labelledby="saved">
      <h2 id="saved">Never spent, so in no sum above</h2>
      <dl class="saved">
        <div>
          <dt>Results from the cache</dt>
          <dd>
            {cache.hits === 0 ? (
              'none yet: stages of a pipeline are restored where their inputs are the same'
            ) : (
              <>
                <strong>{energyOnCard(cache.energy)}</strong>, {carbonOnCard(cache.carbon)} {co2e()} in{' '}
                {cache.hits === 1 ? '1 hit' : `${cache.hits} hits`}, as these results once took
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>Trials ended early</dt>
          <dd>
            {searches.trials === 0 ? (
              'none'
            ) : (
              <>
                <strong>{savedText(searches.energy)}</strong> in{' '}
                {searches.trials === 1 ? '1 trial' : `${searches.trials} trials`}, as they would have gone on
              </>
            )}
          </dd>
        </div>
      </dl>
      <StagesToRun />
    </section>
  );
}

function savedText({ value, low, high }: Savings['searches']['energy']): string {
  return low === null || high === null
    ? printEnergy(value)
    : energyOnCard({ value, low, high, unit: 'J', errors: {} });
}

function StagesToRun() {
  const { answer, trouble, again } = useAnswer<Misses>('/waste/stages');
  if (trouble !== undefined && answer === undefined) return <TroubleView trouble={trouble} again={again} />;
  if (answer === undefined) return null;
  const { states } = answer.data;
  if (states === null)
    return (
      <p class="muted">There is no pipeline in this folder, so nothing could have come from its cache.</p>
    );
  const misses = states.filter(({ outlook }) => outlook === 'run');
  if (misses.length === 0)
    return <p class="muted">Now all stages of the pipeline would come from the cache.</p>;
  return (
    <>
      <h3>What would miss the cache now, and why</h3>
      <ul>
        {misses.map(({ name, why, last }) => (
          <li key={name}>
            <a href={linkTo('/pipeline', { stage: name })}>
              <bdi>{name}</bdi>
            </a>
            {last !== null && ` (${energyOnCard(last.energy)} the last time)`}
            {why.length > 0 && (
              <>
                : <bdi>{why.join('; ')}</bdi>
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
