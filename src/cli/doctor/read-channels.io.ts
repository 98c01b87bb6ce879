import type { Host } from '../../host/host.ts';
import type { ChannelTrouble, EnergySource } from '../../meters/source.ts';
import type { ChannelReading } from './channel-reading.ts';

/** Longest pause between two polls, s, so that bounds stay narrow where a counter wraps fast. */
const POLL_S = 0.5;
/** How long meters that answer in the background may take to their first reading, s, and how often that is looked for. */
export const SETTLE_S = 2.5;
const SETTLE_STEP_S = 0.05;

/**
 * Reads every channel of some sources over a time: their mean powers. The sources are started here and stay open.
 *
 * @param seconds how long to watch, from when every meter has given a first reading (or has had the time to).
 * @param meanwhile called at the beginning and at the end of that time.
 */
export async function readChannels(
  host: Host,
  sources: readonly EnergySource[],
  seconds: number,
  meanwhile: (nowS: number) => void = () => {},
): Promise<ReadonlyMap<EnergySource, readonly ChannelReading[]>> {
  const { bootS } = host.clock;
  const watched = sources.map((source) => new WatchedSource(source));
  const started = bootS();
  for (const source of sources) source.start(started);
  do {
    await after(SETTLE_STEP_S);
    for (const one of watched) one.take(bootS());
  } while (watched.some((one) => !one.isSettled) && bootS() - started < SETTLE_S);

  const begin = bootS();
  for (const one of watched) one.begin(begin);
  meanwhile(begin);
  for (let left = seconds; left > 0; left = begin + seconds - bootS()) {
    await after(Math.min(left, POLL_S));
    for (const source of sources) source.poll(bootS());
  }
  const end = bootS();
  meanwhile(end);
  return new Map(
    watched.map((one) => {
      one.take(end);
      return [one.source, one.readings(end - begin, end - started)];
    }),
  );
}

/** A source with what it gave, and which of its channels have failed. */
class WatchedSource {
  readonly source: EnergySource;
  readonly #failed = new Map<number, ChannelTrouble>();
  /** Energy of the last look, J, and of all looks. */
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  readonly #allLow: Float64Array;
  readonly #allHigh: Float64Array;
  #late: readonly boolean[] = [];

  constructor(source: EnergySource) {
    this.source = source;
    const places = (): Float64Array => new Float64Array(source.channels.length);
    [this.#low, this.#high, this.#allLow, this.#allHigh] = [places(), places(), places(), places()];
  }

  take(nowS: number): void {
    this.source.take(nowS, this.#low, this.#high, 0);
    for (let i = 0; i < this.#low.length; i++) {
      this.#allLow[i] = (this.#allLow[i] as number) + (this.#low[i] as number);
      this.#allHigh[i] = (this.#allHigh[i] as number) + (this.#high[i] as number);
    }
    for (const trouble of this.source.troubles()) {
      if (trouble.state === 'failed') this.#failed.set(trouble.channel, trouble);
      else this.#failed.delete(trouble.channel);
    }
  }

  /** From here on it is watched. */
  begin(nowS: number): void {
    this.#late = Array.from(this.#low, (_, i) => !this.#isKnown(i));
    this.take(nowS);
  }

  /** Whether every channel was known at the last look, or has said why not. */
  get isSettled(): boolean {
    return this.source.channels.every((_, i) => this.#failed.has(i) || this.#isKnown(i));
  }

  /** Mean powers of the time watched, s; of one that came late, of all the time since the start: its first word tells of that too. */
  readings(watchedS: number, allS: number): readonly ChannelReading[] {
    return this.source.channels.map((channel, i) => {
      const isLate = this.#late[i] === true;
      const lowW = isLate ? (this.#allLow[i] as number) / allS : (this.#low[i] as number) / watchedS;
      const highW = isLate ? (this.#allHigh[i] as number) / allS : (this.#high[i] as number) / watchedS;
      const power = { channel, lowW, highW: isLate && this.#isKnown(i) ? lowW : highW };
      const trouble = this.#failed.get(i);
      if (trouble === undefined) return power;
      const { why, fix } = trouble;
      return { ...power, failed: fix === undefined ? { why } : { why, fix } };
    });
  }

  #isKnown(i: number): boolean {
    return this.#low[i] === this.#high[i];
  }
}

function after(seconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, seconds * 1000);
  });
}
