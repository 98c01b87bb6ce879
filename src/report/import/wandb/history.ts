import type { ForeignRun } from '../foreign-run.ts';
import { ONLY_GPUS, PowerSeries } from '../power-energy.ts';
import { historyColumn } from './history-columns.ts';
import { componentOfKey } from './power-keys.ts';
import { isoOf } from '../times.ts';

/** Gathers the rows of an exported history: one run, or several side by side where a chart was exported. */
export class History {
  readonly #longestGapS: number;
  readonly #runs = new Map<string, { readonly metrics: Map<string, number>; readonly power: PowerSeries }>();
  /** The times of the first row that has any. */
  #firstRow: string | undefined;
  #firstS: number | undefined;
  #lastS: number | undefined;
  #runtimeS = 0;
  #rows = 0;

  constructor(longestGapS: number) {
    this.#longestGapS = longestGapS;
  }

  /** Takes in one row. */
  add(row: ReadonlyMap<string, number>): void {
    this.#rows++;
    let timestampS: number | undefined;
    let runtimeS: number | undefined;
    for (const [name, value] of row) {
      const { kind } = historyColumn(name);
      if (kind === 'timestamp') timestampS = value > MS_FROM ? value / 1000 : value;
      else if (kind === 'runtime') runtimeS = value;
    }
    if (timestampS !== undefined) {
      this.#firstRow ??= `from ${timestampS} ${runtimeS ?? ''}`;
      this.#firstS = Math.min(this.#firstS ?? timestampS, timestampS - (runtimeS ?? 0));
      this.#lastS = Math.max(this.#lastS ?? timestampS, timestampS);
    }
    this.#runtimeS = Math.max(this.#runtimeS, runtimeS ?? 0);
    for (const [name, value] of row) {
      const column = historyColumn(name);
      if (column.kind !== 'value') continue;
      const run = this.#runOf(column.run);
      const component = componentOfKey(column.key);
      const timeS = timestampS ?? runtimeS;
      if (component === undefined) run.metrics.set(column.key, value);
      else if (timeS !== undefined) run.power.add(component, timeS, value);
    }
  }

  /**
   * The runs.
   *
   * @param digest of the whole history, where its rows have no date: an export does not name its run.
   * @param otherwiseMs when it was written, where its rows have no date.
   */
  runs(digest: string, otherwiseMs: number): readonly ForeignRun[] {
    const durationS = Math.max(this.#runtimeS, (this.#lastS ?? 0) - (this.#firstS ?? 0));
    const startMs = this.#firstS === undefined ? otherwiseMs - durationS * 1000 : this.#firstS * 1000;
    const dateless =
      this.#firstS === undefined
        ? ['its rows have no date: it is taken to end when the file was written']
        : [];
    // A run that goes on is exported again with the same first row.
    const known = this.#firstRow ?? digest;
    return [...this.#runs].map(([name, { metrics, power }]): ForeignRun => {
      const found = power.energy({}, 'power of the GPUs as W&B read it');
      return {
        format: 'wandb',
        identity: `wandb history ${known} ${name}`,
        ...(name === '' ? {} : { name }),
        startedAt: isoOf(startMs),
        idMs: Math.floor(startMs),
        durationS,
        state: 'ok',
        exitCode: null,
        ...(found === undefined ? {} : found),
        params: {},
        metrics: Object.fromEntries(metrics),
        tags: [],
        notes: [],
        environment: { 'import.rows': String(this.#rows) },
        oddities: [...dateless, ...(found?.energy.leftOut === 'gpuOnly' ? [ONLY_GPUS] : [])],
      };
    });
  }

  #runOf(name: string): { readonly metrics: Map<string, number>; readonly power: PowerSeries } {
    let run = this.#runs.get(name);
    if (run === undefined) {
      run = { metrics: new Map(), power: new PowerSeries(this.#longestGapS) };
      this.#runs.set(name, run);
    }
    return run;
  }
}

/** A time since 1970 above this is in milliseconds: in seconds it would be the year 5138. */
const MS_FROM = 1e11;
