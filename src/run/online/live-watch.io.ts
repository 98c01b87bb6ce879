import type { GridEvent, MachineEvent } from '../../book/journal-event.ts';
import { type Problem, problem } from '../../errors.ts';
import type { Period } from '../../grid/live/grid-source.ts';
import { liveTable } from '../../grid/live/live-table.io.ts';
import { askMetadata } from '../../hardware/cloud-metadata.io.ts';
import type { CloudPlace } from '../../hardware/cloud-place.ts';
import type { Host } from '../../host/host.ts';
import { chosenSources } from './chosen-sources.io.ts';
import type { OnlineOptions } from './online-options.ts';
import { SourceWatch } from './source-watch.io.ts';

/** How long until the next round, ms: hourly while all is well, sooner after a failure. */
const NEXT_MS = 3_600_000;
const NEXT_AFTER_FAILURE_MS = 300_000;

const NOTHING_ASKED = 'no live source of carbon intensity was asked; the yearly figure stands in';

/** The run beside which the network is asked. */
export interface LiveRunHooks {
  /** The latest machine line. */
  readonly machine: () => MachineEvent | undefined;
  /** The run until now, wall time. */
  readonly period: () => Period;
  /** The metadata service has told where the machine stands. */
  readonly onPlace: (place: CloudPlace) => void;
  readonly emit: (event: GridEvent) => void;
  readonly warn: (problem: Problem) => void;
}

/**
 * Asks the network beside a run: where in a cloud it is, and the carbon intensity of its hours. Nothing of the run waits for it but its end, and that for a few
 * seconds at most.
 */
export class LiveWatch {
  readonly #host: Host;
  readonly #options: OnlineOptions;
  readonly #hooks: LiveRunHooks;
  readonly #abort = new AbortController();
  #sources: readonly SourceWatch[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #first: Promise<void>;

  constructor(host: Host, options: OnlineOptions, hooks: LiveRunHooks) {
    this.#host = host;
    this.#options = options;
    this.#hooks = hooks;
    for (const problem of options.problems ?? []) hooks.warn(problem);
    this.#first = this.#guarded(this.#begin());
  }

  /** Waits for what the run still wants to know, a few seconds at most, and says what is missing. Once, when the run is over. */
  async settle(): Promise<void> {
    clearTimeout(this.#timer);
    const { waitS } = this.#options;
    const period = this.#hooks.period();
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<'too late'>((resolve) => {
      this.#abort.signal.addEventListener('abort', () => resolve('too late'));
      timer = setTimeout(() => resolve('too late'), waitS * 1000);
    });
    const how = await Promise.race([this.#guarded(this.#last(period)), tooLate]);
    clearTimeout(timer);
    if (how === 'too late') {
      const isHurried = this.#abort.signal.aborted;
      const why = isHurried
        ? 'it was not waited for'
        : `no answer within ${waitS} s after the end of the run`;
      for (const source of this.#sources) source.giveUp(period, why);
      if (this.#sources.length === 0)
        this.#hooks.warn(problem('E_GRID', NOTHING_ASKED, why, 'raise `grid-wait`'));
    }
    const offline = this.#hooks.machine()?.intensity;
    for (const source of this.#sources)
      for (const warning of source.warnings(period, offline)) this.#hooks.warn(warning);
    this.close();
  }

  /** Somebody is impatient: what is known must do. */
  hurry(): void {
    this.#abort.abort();
  }

  /** Stops asking and waiting. */
  close(): void {
    clearTimeout(this.#timer);
    for (const source of this.#sources) source.close();
    this.#abort.abort();
  }

  async #last(period: Period): Promise<void> {
    await this.#first;
    await Promise.all(this.#sources.map((source) => source.ask(period)));
  }

  async #begin(): Promise<void> {
    const place = this.#findPlace();
    const { zoneFrom } = this.#hooks.machine()?.intensity ?? {};
    // Where the user has named the place, the metadata tell no more than what the machine is.
    if (zoneFrom !== 'option' && zoneFrom !== 'config') await place;
    this.#sources = this.#choose();
    await Promise.all([place, this.#round()]);
  }

  /** The metadata service is asked only with `--online`, and only where the region is not known by other means. */
  async #findPlace(): Promise<void> {
    const machine = this.#hooks.machine()?.machine;
    const isKnown = machine?.cloudRegion !== undefined && machine.instanceType !== undefined;
    if (machine === undefined || isKnown || !this.#options.isAsked) return;
    const place = await askMetadata(this.#host, machine, liveTable().service.metadataS, this.#abort.signal);
    if (place.region !== undefined && !this.#abort.signal.aborted) this.#hooks.onPlace(place);
  }

  #choose(): readonly SourceWatch[] {
    const { intensity } = this.#hooks.machine() ?? {};
    const { sources, problems } = chosenSources(this.#host, this.#options, intensity, this.#abort.signal);
    for (const problem of problems) this.#hooks.warn(problem);
    return sources.map(({ source, zone }) => new SourceWatch(this.#host, source, zone, this.#hooks.emit));
  }

  async #round(): Promise<void> {
    const period = this.#hooks.period();
    await Promise.all(this.#sources.map((source) => source.ask(period)));
    if (this.#abort.signal.aborted || this.#sources.length === 0) return;
    const hasFailed = this.#sources.some((source) => source.hasFailed);
    this.#timer = setTimeout(
      () => void this.#guarded(this.#round()),
      hasFailed ? NEXT_AFTER_FAILURE_MS : NEXT_MS,
    );
    this.#timer.unref();
  }

  /** Even a bug of ours here is no reason to lose a run: it is told, and the yearly figure stands in. */
  async #guarded(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (failure) {
      const fix = 'tell us, with this line';
      this.#hooks.warn(
        problem('E_GRID', 'asking live sources has failed: a bug', (failure as Error).message, fix),
      );
    }
  }
}
