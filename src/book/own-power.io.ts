import { JournalReader } from './journal-reader.io.ts';
import { ownEnergy, PowerChannels } from './sample-power.ts';
import { FIRST_CHANNELS } from './series-layout.ts';

/** Power of a run over some time, at the wall, W. */
export interface OwnPower {
  readonly seconds: number;
  /** Attributed. */
  readonly watts: number;
  /** The part of it that is above idle: its share of the idle power may change while it lasts, as other runs come and go. */
  readonly ownW: number;
}

/**
 * Power of a run over time from the samples of its journal, in stretches of equal length; undefined where the journal cannot be read, has more samples than may be
 * gone through, or does not know an idle power.
 */
export function readOwnPower(
  journal: string,
  durationS: number,
  { stretches, mostSamples }: { readonly stretches: number; readonly mostSamples: number },
): readonly OwnPower[] | undefined {
  const reader = JournalReader.open(journal);
  if (!reader.ok) return undefined;
  const channels = new PowerChannels();
  const sums = Array.from({ length: stretches }, () => ({ seconds: 0, joules: 0, ownJ: 0 }));
  let samples = 0;
  for (const { line } of reader.value) {
    const watts = channels.apply(line)?.[FIRST_CHANNELS.indexOf('attributed')];
    if (watts === undefined || line.k !== 'sample') continue;
    if (++samples > mostSamples) return undefined;
    const middleS = line.t - line.dt / 2 - (channels.t0 ?? 0);
    const sum = sums[Math.max(0, Math.min(stretches - 1, Math.floor((middleS / durationS) * stretches)))];
    if (sum === undefined) continue;
    sum.seconds += line.dt;
    sum.joules += watts * line.dt;
    sum.ownJ += ownEnergy(line);
  }
  const known = sums.filter(({ seconds }) => seconds > 0);
  if (known.length === 0 || known.some(({ ownJ }) => Number.isNaN(ownJ))) return undefined;
  return known.map(({ seconds, joules, ownJ }) => ({
    seconds,
    watts: joules / seconds,
    ownW: Math.max(0, ownJ / seconds),
  }));
}
