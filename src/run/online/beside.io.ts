import { problem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { LiveRunHooks, LiveWatch } from './live-watch.io.ts';
import type { OnlineOptions } from './online-options.ts';

/** What asks the network beside a run. It is loaded only now, since it brings Node's networking with it; trouble of its own is no reason to lose a run. */
export class Beside {
  readonly #watch: Promise<LiveWatch | undefined>;
  #isOver = false;

  constructor(host: Host, options: OnlineOptions, hooks: LiveRunHooks) {
    this.#watch = this.#load(host, options, hooks);
  }

  /** Waits for what is still asked, a few seconds at most. */
  async settle(): Promise<void> {
    const watch = await this.#watch;
    await watch?.settle();
  }

  /** Ends the waiting. */
  hurry(): void {
    void this.#watch.then((watch) => watch?.hurry());
  }

  /** Ends the asking. */
  close(): void {
    this.#isOver = true;
    void this.#watch.then((watch) => watch?.close());
  }

  async #load(host: Host, options: OnlineOptions, hooks: LiveRunHooks): Promise<LiveWatch | undefined> {
    try {
      const { LiveWatch: Watch } = await import('./live-watch.io.ts');
      return this.#isOver ? undefined : new Watch(host, options, hooks);
    } catch (failure) {
      hooks.warn(problem('E_GRID', 'the network is not asked', (failure as Error).message));
      return undefined;
    }
  }
}
