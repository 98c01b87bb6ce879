import { goalOfName } from '../../book/metric-goal.ts';
import { type Forecast, forecast } from '../../run/forecast.ts';
import { type Plateau, plateauOf, type PlateauRules } from '../waste/plateau.ts';

/** Of more epochs than these, neighbours are counted as one: a forecast and a plateau are told from them as well. */
const MOST_EPOCHS = 512;
/** Metrics beyond these are not followed. */
const MOST_METRICS = 8;

interface Stretch {
  energyJ: number;
  durationS: number;
  /** Best value of each metric until its end. */
  best: Readonly<Record<string, number>>;
}

/** The epochs of a run that lives: what they cost and what came of them, in bounded room. */
export class LiveEpochs {
  #stretches: Stretch[] = [];
  /** How many epochs one stretch is. */
  #each = 1;
  /** The stretch that is not full yet. */
  #open: (Stretch & { count: number }) | undefined;
  readonly #best = new Map<string, number>();
  #n: number | undefined;
  #before = 0;
  #of: number | undefined;
  #endedAtS = 0;
  #spentJ = 0;
  #lastForecast: Forecast | undefined;
  /** Both are told from whole epochs, so they hold until the next has ended: facts are asked for far more often. */
  #isForecastOld = true;
  #plateau: { readonly rules: PlateauRules; readonly found: Plateau | undefined } | undefined;

  /** The latest epoch that has ended, and how many are planned. */
  get latest(): { readonly n: number; readonly of?: number } | undefined {
    if (this.#n === undefined) return undefined;
    return { n: this.#n, ...(this.#of === undefined ? {} : { of: this.#of }) };
  }

  /** Takes in the value of a metric; those whose name does not tell which way is better say nothing of a plateau. */
  metric(name: string, value: number): void {
    const goal = goalOfName(name);
    if (goal === undefined || !Number.isFinite(value)) return;
    const before = this.#best.get(name);
    if (before === undefined && this.#best.size >= MOST_METRICS) return;
    const isBetter = before === undefined || (goal === 'minimize' ? value < before : value > before);
    if (isBetter) this.#best.set(name, value);
  }

  /**
   * An epoch has ended.
   *
   * @param atS seconds since the run began.
   * @param energyJ of the run until now.
   */
  end(n: number, of: number | undefined, atS: number, energyJ: number): void {
    // A resumed training counts on from where it was.
    if (this.#n === undefined) this.#before = Math.max(0, n - 1);
    this.#n = n;
    this.#of = of ?? this.#of;
    const open = this.#open ?? { energyJ: 0, durationS: 0, best: {}, count: 0 };
    open.energyJ += Math.max(0, energyJ - this.#spentJ);
    open.durationS += Math.max(0, atS - this.#endedAtS);
    open.best = Object.fromEntries(this.#best);
    open.count++;
    this.#endedAtS = atS;
    this.#spentJ = energyJ;
    this.#open = open.count < this.#each ? open : undefined;
    if (this.#open === undefined) this.#stretches.push(open);
    if (this.#stretches.length >= MOST_EPOCHS) this.#join();
    this.#isForecastOld = true;
    this.#plateau = undefined;
  }

  /** What the whole run will cost, where that can be told. */
  forecast(): Forecast | undefined {
    if (!this.#isForecastOld || this.#of === undefined || this.#open !== undefined) return this.#lastForecast;
    this.#isForecastOld = false;
    const planned = (this.#of - this.#before) / this.#each;
    this.#lastForecast = forecast(this.#stretches, planned, this.#spentJ);
    return this.#lastForecast;
  }

  /** When the last epoch ended, seconds since the run began. */
  get endedAtS(): number {
    return this.#endedAtS;
  }

  /** From where on the epochs brought nothing more; in epochs, not stretches. */
  plateau(rules: PlateauRules): Plateau | undefined {
    if (this.#plateau?.rules !== rules) this.#plateau = { rules, found: this.#findPlateau(rules) };
    return this.#plateau.found;
  }

  #findPlateau(rules: PlateauRules): Plateau | undefined {
    const epochs = this.#stretches.map(({ energyJ, best }) => ({ joules: energyJ, metrics: best }));
    const found = plateauOf(epochs, rules);
    if (found === undefined) return undefined;
    return {
      ...found,
      epochs: this.#before + found.epochs * this.#each,
      of: this.#before + found.of * this.#each,
    };
  }

  #join(): void {
    const joined: Stretch[] = [];
    for (let n = 0; n + 1 < this.#stretches.length; n += 2) {
      const [a, b] = [this.#stretches[n], this.#stretches[n + 1]];
      if (a === undefined || b === undefined) break;
      joined.push({
        energyJ: a.energyJ + b.energyJ,
        durationS: a.durationS + b.durationS,
        best: b.best,
      });
    }
    this.#stretches = joined;
    this.#each *= 2;
  }
}
