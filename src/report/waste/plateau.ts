import { goalOfName } from '../../book/metric-goal.ts';
import type { WasteEpoch } from './waste-run.ts';

/** From where on the epochs of a run no longer improved it. */
export interface Plateau {
  /** The metric that improved longest. */
  readonly metric: string;
  /** How many epochs were worth it, those included that it takes to see that nothing more comes. */
  readonly epochs: number;
  readonly of: number;
  /** Joules of the epochs after these, and of the strictest and the most generous reading. */
  readonly joules: number;
  readonly lowJ: number;
  readonly highJ: number;
}

/** How much of all that was gained may be missing where the curve counts as flat. */
export interface PlateauRules {
  readonly flatWithin: number;
  /** At the ends of the interval. */
  readonly strict: number;
  readonly generous: number;
  /** So many epochs without a gain are the price of knowing. */
  readonly patience: number;
  /** Fewer epochs are not judged. */
  readonly fewestEpochs: number;
}

/** Names of what is measured on data that is held back: where there are any, only they tell whether a training goes on to gain. */
const HELD_BACK = /(?:^|[^a-z])(?:val|valid|validation|test|dev|eval|held)(?:[^a-z]|$)/i;
/** What a run costs and how it goes: no quality of its result. */
const NO_QUALITY =
  /(?:^|[^a-z])(?:time|duration|seconds|ms|latency|energy|joules?|k?wh|power|watts?|carbon|co2e?|emissions|memory|mb|gb|throughput|speed|ips|size|params|flops|cost)(?:[^a-z]|$)/i;

/**
 * Where the metrics of a run had come within a hundredth of all that they gained, the last of them deciding, and a few epochs more, as a
 * stopper would have needed. Undefined where nothing came after, or where no metric's name says which way is better.
 */
export function plateauOf(epochs: readonly WasteEpoch[], rules: PlateauRules): Plateau | undefined {
  if (epochs.length < rules.fewestEpochs || epochs.some(({ joules }) => joules === null)) return undefined;
  const curves = curvesOf(epochs);
  if (curves.length === 0) return undefined;
  const stopAt = (flatWithin: number): readonly [epoch: number, metric: string] => {
    const ends = curves.map(({ name, best }) => [flatFrom(best, flatWithin), name] as const);
    const [last, metric] = ends.reduce((a, b) => (b[0] > a[0] ? b : a));
    return [Math.min(epochs.length, last + 1 + rules.patience), metric];
  };
  const after = (count: number): number =>
    epochs.slice(count).reduce((sum, { joules }) => sum + (joules ?? 0), 0);
  const [worth, metric] = stopAt(rules.flatWithin);
  if (worth >= epochs.length) return undefined;
  return {
    metric,
    epochs: worth,
    of: epochs.length,
    joules: after(worth),
    lowJ: after(stopAt(rules.strict)[0]),
    highJ: after(stopAt(rules.generous)[0]),
  };
}

interface Curve {
  readonly name: string;
  /** The best until each epoch; larger is better. */
  readonly best: readonly number[];
}

function curvesOf(epochs: readonly WasteEpoch[]): readonly Curve[] {
  const names = [...new Set(epochs.flatMap(({ metrics }) => Object.keys(metrics)))].filter(
    (name) => goalOfName(name) !== undefined && !NO_QUALITY.test(name),
  );
  const heldBack = names.filter((name) => HELD_BACK.test(name));
  return (heldBack.length > 0 ? heldBack : names).flatMap((name) => {
    const sign = goalOfName(name) === 'minimize' ? -1 : 1;
    let best = Number.NEGATIVE_INFINITY;
    const curve = epochs.map(({ metrics }) => {
      const value = sign * (metrics[name] ?? Number.NaN);
      if (value > best) best = value;
      return best;
    });
    // A metric that begins late tells nothing of the epochs before it.
    return Number.isFinite(curve[0]) && Number.isFinite(best) ? [{ name, best: curve }] : [];
  });
}

/** The first epoch (0 is the first) at which no more than this part of all that was gained is missing. */
function flatFrom(best: readonly number[], within: number): number {
  const [first = 0] = best;
  const last = best.at(-1) ?? first;
  const missing = within * (last - first);
  return best.findIndex((value) => last - value <= missing);
}
