import { problem } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';

/** One line that the measured program wrote to the report file (DESIGN §6): reserved keys, and metrics. */
export interface ReportLine {
  readonly step?: number;
  readonly steps?: number;
  readonly epoch?: number;
  readonly epochs?: number;
  /** A name, or null to leave the stage. */
  readonly stage?: string | null;
  readonly mark?: string;
  /** Work done since the last line that told of any, by its unit; what is no unit or no count included. */
  readonly done?: Readonly<Record<string, number>>;
  /** Boot-clock time of the writer, s. */
  readonly t?: number;
  readonly metrics: Readonly<Record<string, number>>;
  /** Keys whose value was neither reserved nor a finite number. */
  readonly ignored: readonly string[];
}

const NUMBERS = ['step', 'steps', 'epoch', 'epochs', 't'] as const;

/**
 * Parses one report line: a JSON object whose reserved keys are `step, steps, epoch, epochs, stage, mark, t`, and `done` where it is an object; every
 * other finite number is a metric.
 *
 * @example
 * parseReportLine('{"epoch":3,"epochs":20,"loss":0.2}') // { ok: true, value: { epoch: 3, epochs: 20, metrics: { loss: 0.2 }, ignored: [] } }
 */
export function parseReportLine(text: string): Result<ReportLine> {
  let value: unknown;
  try {
    // Python's json writes these three for what JSON has no name for: they are no finite numbers and so no metrics.
    value = JSON.parse(text.replace(/(?<=[:,[\s])-?(?:NaN|Infinity)(?=\s*[,}\]])/g, 'null'));
  } catch (failure) {
    return err(
      problem(
        'E_PROTOCOL',
        'a line of the report file is no JSON',
        `${(failure as Error).message}: ${text.slice(0, 80)}`,
        'write one JSON object a line, e.g. {"epoch": 1, "loss": 0.3}',
      ),
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return err(
      problem(
        'E_PROTOCOL',
        'a line of the report file is no JSON object',
        text.slice(0, 80),
        'write {"name": number, …}',
      ),
    );
  }
  return ok(fromObject(value as Record<string, unknown>));
}

/** Sorts the members of a report object into reserved keys and metrics. */
export function fromObject(object: Readonly<Record<string, unknown>>): ReportLine {
  const reserved: Record<string, unknown> = {};
  const metrics: Record<string, number> = {};
  const ignored: string[] = [];
  for (const [key, value] of Object.entries(object)) {
    if ((NUMBERS as readonly string[]).includes(key)) {
      if (typeof value === 'number' && Number.isFinite(value)) reserved[key] = value;
      else ignored.push(key);
    } else if (key === 'stage') {
      if (value === null || (typeof value === 'string' && value !== '')) reserved['stage'] = value;
      else ignored.push(key);
    } else if (key === 'mark') {
      if (typeof value === 'string' && value !== '') reserved['mark'] = value;
      else ignored.push(key);
    } else if (key === 'done' && typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const counts = Object.entries(value);
      reserved['done'] = Object.fromEntries(counts.filter(([, count]) => Number.isFinite(count)));
      ignored.push(...counts.flatMap(([unit, count]) => (Number.isFinite(count) ? [] : [`done.${unit}`])));
    } else if (typeof value === 'number' && Number.isFinite(value)) metrics[key] = value;
    else ignored.push(key);
  }
  return { ...(reserved as Partial<ReportLine>), metrics, ignored };
}

/**
 * When an epoch ends. A line with `epoch` and without `step` says that the epoch has ended. A line with both stands inside the
 * epoch, whose end is the first line of a later one. Fractions (0.25 of the way through epoch 0) stand inside their epoch.
 */
export class EpochClock {
  #inside: number | undefined;
  #ended = Number.NEGATIVE_INFINITY;

  /** The epochs that this line ends, oldest first. */
  next(line: Pick<ReportLine, 'epoch' | 'step'>): readonly number[] {
    if (line.epoch === undefined) return [];
    const epoch = Math.floor(line.epoch);
    const ended: number[] = [];
    const inside = this.#inside;
    if (inside !== undefined && epoch > inside) {
      this.#end(inside, ended);
      this.#inside = undefined;
    }
    if (line.step !== undefined || epoch !== line.epoch) {
      if (epoch > this.#ended) this.#inside = epoch;
    } else {
      this.#end(epoch, ended);
      this.#inside = undefined;
    }
    return ended;
  }

  /** The epoch that is open when the run ends, if it was only ever seen from inside. */
  atEnd(): readonly number[] {
    const ended: number[] = [];
    if (this.#inside !== undefined) this.#end(this.#inside, ended);
    return ended;
  }

  #end(epoch: number, ended: number[]): void {
    if (epoch <= this.#ended) return;
    this.#ended = epoch;
    ended.push(epoch);
  }
}
