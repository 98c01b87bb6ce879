import { ok, type Result } from '../result.ts';
import type { JournalEntry } from './journal-reader.io.ts';
import { JournalReader } from './journal-reader.io.ts';
import { PowerChannels } from './sample-power.ts';
import { FIRST_CHANNELS } from './series-layout.ts';

/** One sample of a run: power over an interval, W, by channel; NaN where it is not known. */
export interface SamplePower {
  /** Seconds since the run's start at which the interval ended. */
  readonly atS: number;
  readonly dtS: number;
  readonly watts: ArrayLike<number>;
}

/** All samples of a run, one by one. */
export interface Samples {
  /** `machine`, `attributed` (both at the wall), then every component. */
  readonly channels: readonly string[];
  /** To be gone through once; `watts` is used again for the next. Left early, it closes the file. */
  readonly each: () => Generator<SamplePower, void, undefined>;
}

/** Reads every sample from the journal, in constant memory. */
export function readSamples(journal: string): Result<Samples> {
  const reader = JournalReader.open(journal);
  if (!reader.ok) return reader;
  const entries = reader.value[Symbol.iterator]();
  const head: JournalEntry[] = [];
  const names: string[] = [...FIRST_CHANNELS];
  for (let next = entries.next(); next.done !== true; next = entries.next()) {
    head.push(next.value);
    const { line } = next.value;
    if (line.k !== 'machine') continue;
    names.push(...line.components.filter(({ available }) => available).map(({ name }) => name));
    break;
  }
  return ok({
    channels: names,
    each: function* () {
      const channels = new PowerChannels(names);
      try {
        for (const entry of head) channels.apply(entry.line);
        for (let next = entries.next(); next.done !== true; next = entries.next()) {
          const { line } = next.value;
          const watts = channels.apply(line);
          if (watts !== undefined && line.k === 'sample')
            yield { atS: line.t - (channels.t0 ?? 0), dtS: line.dt, watts };
        }
      } finally {
        entries.return(undefined);
      }
    },
  });
}
