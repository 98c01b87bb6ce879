import { printEnergy } from '../../../src/units/format.ts';
import { saidNumber } from '../../../src/report/statement/said.ts';
import { setView, view } from '../../state/location.ts';
import type { BoardData, Reach } from './board-data.ts';
import { energyAt, STEPS, stepOfEnergy } from './slider-scale.ts';

/** Sliders rather than one score of both: how much energy at most, how good at least, how many seeds, which hardware. */
export function Demands({
  board: { task, classes, unplaced },
  reach,
}: {
  readonly board: BoardData;
  readonly reach: Reach;
}) {
  const [low, high] = reach.metric;
  const isMore = task.goal === 'maximize';
  const energy = Number(view('e') ?? Number.NaN);
  const step = Number.isFinite(energy) ? stepOfEnergy(energy, reach.energyJ) : STEPS;
  const free = isMore ? low : high;
  const metric = Number(view('m') ?? free);
  const seeds = Number(view('n') ?? task.minSeeds);
  const hardware = [...new Set([...classes, ...unplaced].map((one) => one.hardware))];
  const isAsked = ['e', 'm', 'n', 'hw'].some((key) => view(key) !== undefined);
  return (
    <form class="row demands" onSubmit={(event) => event.preventDefault()}>
      <label>
        Energy at most <output>{step >= STEPS ? 'any' : printEnergy(energy)}</output>
        <input
          type="range"
          min={0}
          max={STEPS}
          value={step}
          aria-valuetext={step >= STEPS ? 'any' : printEnergy(energy)}
          onInput={(event) => {
            const at = event.currentTarget.valueAsNumber;
            setView({ e: at >= STEPS ? undefined : energyAt(at, reach.energyJ).toPrecision(4) }, 'adjust');
          }}
        />
      </label>
      <label>
        <span>
          <bdi>{task.metric}</bdi> {isMore ? 'at least' : 'at most'}
        </span>
        <output>{view('m') === undefined ? 'any' : saidNumber(metric)}</output>
        <input
          type="range"
          min={low}
          max={high}
          step={(high - low) / STEPS || 1}
          value={metric}
          aria-valuetext={view('m') === undefined ? 'any' : saidNumber(metric)}
          onInput={(event) => {
            const at = event.currentTarget.valueAsNumber;
            setView({ m: at === free ? undefined : String(Number(at.toPrecision(6))) }, 'adjust');
          }}
        />
      </label>
      <label>
        Seeds at least <output>{seeds}</output>
        <input
          type="range"
          min={task.minSeeds}
          max={Math.max(task.minSeeds, reach.seeds)}
          value={seeds}
          onInput={(event) => {
            const at = event.currentTarget.valueAsNumber;
            setView({ n: at <= task.minSeeds ? undefined : String(at) }, 'adjust');
          }}
        />
      </label>
      <label>
        Hardware{' '}
        <select value={view('hw') ?? ''} onChange={(event) => setView({ hw: event.currentTarget.value })}>
          <option value="">all, ranked apart</option>
          {hardware.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        disabled={!isAsked}
        onClick={() => setView({ e: undefined, m: undefined, n: undefined, hw: undefined })}
      >
        Clear
      </button>
    </form>
  );
}
