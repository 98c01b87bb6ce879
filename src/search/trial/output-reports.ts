import { boostingLines } from './patterns/boosting.ts';
import { fairseqLines } from './patterns/fairseq.ts';
import { jsonLines } from './patterns/json-lines.ts';
import { kerasLines } from './patterns/keras.ts';
import { anySought, type LineReader, type MakeLineReader, type OutputLine } from './patterns/line-reader.ts';
import { metricTables } from './patterns/metric-tables.ts';
import { namedNumbers } from './patterns/named-numbers.ts';
import { behindBar, progressBars } from './patterns/progress-bars.ts';
import { ruledTables } from './patterns/ruled-tables.ts';
import { runningMeans } from './patterns/running-means.ts';
import { scikitLines } from './patterns/scikit-learn.ts';
import { stableBaselines } from './patterns/stable-baselines.ts';
import { epochTables } from './patterns/tables.ts';
import { taggedLines } from './patterns/tagged-lines.ts';
import { ultralyticsLines } from './patterns/ultralytics.ts';
import type { Said } from './said.ts';

/** The built-in ways, in the order in which a line is shown to them. */
const BUILT_IN: readonly MakeLineReader[] = [
  kerasLines,
  ultralyticsLines,
  progressBars,
  boostingLines,
  fairseqLines,
  runningMeans,
  scikitLines,
  ruledTables,
  epochTables,
  metricTables,
  stableBaselines,
  jsonLines,
  namedNumbers,
];

/** What stands for bytes that are no UTF-8: whoever prints such prints no report, and much of it. */
const NO_TEXT = '\uFFFD';

/** Something that a trial said, and whether it said it to us or we read it in what it prints anyway. */
export interface Heard {
  readonly said: Said;
  readonly isExplicit: boolean;
}

/** Finds reports in the output of a trial: those that are meant for us, those that the user's expressions find, else those of the usual trainings. */
export class OutputReports {
  readonly #metrics: readonly string[];
  readonly #tagged = taggedLines();
  #others: readonly LineReader[];
  readonly #captured: LineReader | undefined;

  /**
   * @param metrics names that are sought: what holds none of them is no report, unless it is meant for us.
   * @param capture the user's own reader. Once it has found something the built-in ones are not asked any more.
   */
  constructor(metrics: readonly string[], capture?: MakeLineReader) {
    this.#metrics = metrics;
    this.#captured = capture?.(metrics);
    this.#others = BUILT_IN.map((make) => make(metrics));
  }

  /** @returns what a line says of the metrics, or says to us of others. */
  read(printed: OutputLine): readonly Heard[] {
    if (printed.text.includes(NO_TEXT)) return [];
    const line = behindBar(printed);
    const tagged = this.#tagged.read(line);
    if (tagged !== undefined) return tagged.map((said) => ({ said, isExplicit: true }));
    const captured = this.#captured?.read(line)?.filter((one) => this.#hasMetric(one)) ?? [];
    if (captured.length > 0) {
      this.#others = [];
      return this.#heard(captured, false);
    }
    const found: Said[] = [];
    let isRead = false;
    for (const reader of this.#others) {
      const said = isRead ? undefined : reader.read(line);
      if (said === undefined) found.push(...(reader.flush?.() ?? []));
      else if (said.length === 0 || said.some((one) => this.#hasMetric(one))) {
        found.push(...said);
        isRead = true;
      }
    }
    return this.#heard(found, false);
  }

  /** The output has ended. */
  end(): readonly Heard[] {
    return this.#heard(
      this.#others.flatMap((reader) => reader.flush?.() ?? []),
      false,
    );
  }

  #heard(said: readonly Said[], isExplicit: boolean): readonly Heard[] {
    return said.filter((one) => this.#hasMetric(one)).map((one) => ({ said: one, isExplicit }));
  }

  #hasMetric(said: Said): boolean {
    return anySought(this.#metrics, said);
  }
}
