import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem } from '../../errors.ts';
import { liveTable } from '../../grid/live/live-table.io.ts';
import type { SourcedIntensity } from '../../grid/intensity.ts';
import type { Host } from '../../host/host.ts';
import { chosenSources } from '../../run/online/chosen-sources.io.ts';
import type { OnlineOptions } from '../../run/online/online-options.ts';
import { hourlyMeans } from './hourly-means.ts';
import type { AheadReading } from './reading.ts';

/** How far ahead is asked, and how often, h and ms; after a failure sooner. */
const HOURS = 24;
const EVERY_MS = 3_600_000;
const AFTER_FAILURE_MS = 300_000;

/** Asks a live source what the electricity of the next hours will be like, beside the readings; the first trouble is kept to be told. */
export class GridAhead {
  readonly #host: Host;
  readonly #options: OnlineOptions;
  readonly #intensity: SourcedIntensity;
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #found: AheadReading | undefined;
  #troubles: Problem[];
  readonly #first: Promise<void>;

  constructor(host: Host, options: OnlineOptions, intensity: SourcedIntensity) {
    this.#host = host;
    this.#options = options;
    this.#intensity = intensity;
    this.#troubles = [...(options.problems ?? [])];
    this.#first = this.#round();
  }

  /** Waits for the first answer, but not for ever. */
  async settle(): Promise<void> {
    const tooLong = sleep(this.#options.waitS * 1000, undefined, { signal: this.#abort.signal, ref: false });
    await Promise.race([this.#first, tooLong.catch(() => undefined)]);
  }

  /** The hours from now on; undefined while nothing is known of them. */
  look(nowMs: number): AheadReading | undefined {
    const hours = this.#found?.hours.filter(({ atMs }) => atMs + EVERY_MS > nowMs) ?? [];
    return this.#found === undefined || hours.length === 0 ? undefined : { ...this.#found, hours };
  }

  takeWarnings(): readonly Problem[] {
    return this.#troubles.splice(0);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
  }

  async #round(): Promise<void> {
    const trouble = await this.#ask();
    if (this.#abort.signal.aborted) return;
    if (trouble !== undefined) this.#troubles.push(trouble);
    this.#timer = setTimeout(() => void this.#round(), trouble === undefined ? EVERY_MS : AFTER_FAILURE_MS);
    this.#timer.unref();
  }

  async #ask(): Promise<Problem | undefined> {
    const { sources, problems } = chosenSources(
      this.#host,
      this.#options,
      this.#intensity,
      this.#abort.signal,
    );
    const [first] = sources;
    if (first === undefined) return problems[0];
    const answer = await first.source.forecast(first.zone, HOURS);
    if (!answer.ok) return answer.error.problem;
    const { source, zone, points, basis, boundary } = answer.value;
    const { name } = liveTable().sources[source];
    this.#found = { source: name, zone, basis, boundary, hours: hourlyMeans(points) };
    return undefined;
  }
}
