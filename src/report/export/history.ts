import type { JournalLine } from '../../book/journal-event.ts';
import { PowerChannels } from '../../book/sample-power.ts';

/** A value that a run reported, with when and where in it. */
export interface Reported {
  readonly name: string;
  readonly value: number;
  /** s since the run began. */
  readonly atS: number;
  readonly step?: number;
  readonly epoch?: number;
}

/** Power over one interval, W, by channel: `machine`, `attributed` (at the wall), then the machine's components. */
export interface PowerReading {
  /** End of the interval, s since the run began. */
  readonly atS: number;
  readonly watts: Readonly<Record<string, number>>;
}

/** What happened in a run over time, whole: every metric that was reported and every sample. */
export interface RunHistory {
  readonly reported: readonly Reported[];
  readonly power: readonly PowerReading[];
  /** When each epoch ended, s since the run began, by its number. */
  readonly epochEnds: ReadonlyMap<number, number>;
}

/** Of a run without a journal. */
export const NO_HISTORY: RunHistory = { reported: [], power: [], epochEnds: new Map() };

/** Reads the history from the lines of a journal. */
export function historyOf(lines: Iterable<JournalLine>): RunHistory {
  const reported: Reported[] = [];
  const power: PowerReading[] = [];
  const epochEnds = new Map<number, number>();
  const channels = new PowerChannels();
  let startS: number | undefined;
  for (const line of lines) {
    startS ??= line.t;
    const atS = line.t - startS;
    const watts = channels.apply(line);
    if (line.k === 'epoch') epochEnds.set(line.n, atS);
    else if (line.k === 'metric') {
      const { step, epoch } = line;
      for (const [name, value] of Object.entries(line.values)) {
        reported.push({
          name,
          value,
          atS,
          ...(step === undefined ? {} : { step }),
          ...(epoch === undefined ? {} : { epoch }),
        });
      }
    } else if (watts !== undefined) power.push({ atS, watts: named(channels.names ?? [], watts) });
  }
  return { reported, power, epochEnds };
}

function named(names: readonly string[], watts: Float64Array): Readonly<Record<string, number>> {
  const known = names.map((name, i): [string, number] => [name, watts[i] ?? Number.NaN]);
  return Object.fromEntries(known.filter(([, value]) => Number.isFinite(value)));
}
