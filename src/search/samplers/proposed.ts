import type { RandomStream } from '../random/random-stream.ts';
import type { Configuration } from '../space/configuration.ts';
import type { Space } from '../space/space.ts';
import type { Trial } from '../study/trial.ts';
import { configurationAt, dimensionsOf } from './dimension.ts';
import { everyConfiguration, mostConfigurations } from './every-configuration.ts';

/** Draws of a sampler that may be in vain before the prior is asked, and draws from that before the whole space is looked through. */
const ATTEMPTS = 8;
const PRIOR_ATTEMPTS = 64;
/** A space with more configurations is not looked through: some draw will be new. */
const MOST_LISTED = 200_000;

/** Whether a sampler may propose a configuration that has been tried: where the same one can come out differently. */
export interface Repeats {
  readonly repeats?: boolean;
}

/** The configurations that a study has tried: trying one again tells nothing new where training is not noisy. */
export class Proposed {
  readonly #keys = new Set<string>();
  /** Numbers of the trials that were taken in. */
  readonly #learnt = new Set<number>();
  readonly #names: readonly string[];
  readonly #dimensions;
  readonly #mayRepeat: boolean;

  constructor(space: Space, { repeats = false }: Repeats) {
    this.#names = space.parameters.map(({ name }) => name);
    this.#dimensions = dimensionsOf(space);
    this.#mayRepeat = repeats;
  }

  /** Takes in a trial that has started; one that waits may never start. Once for each trial: every report of it comes here. */
  learn({ number, state, configuration }: Trial): void {
    if (state === 'waiting' || this.#learnt.has(number)) return;
    this.#learnt.add(number);
    this.add(configuration);
  }

  /** Remembers what is being proposed: in a study whose asks see each other late, it is not told of before the next ask. */
  add(configuration: Configuration): void {
    this.#keys.add(this.#keyOf(configuration));
  }

  /** Whether it may be proposed. */
  isNew(configuration: Configuration): boolean {
    return this.#mayRepeat || !this.#keys.has(this.#keyOf(configuration));
  }

  /**
   * The first new one of a sampler's draws; after some in vain a draw from the prior; at last what is left of a finite space.
   *
   * @returns undefined where nothing is left.
   */
  next(random: RandomStream, draw: (attempt: number) => Configuration): Configuration | undefined {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const drawn = draw(attempt);
      if (this.isNew(drawn)) return this.#taken(drawn);
    }
    for (let attempt = 0; attempt < PRIOR_ATTEMPTS; attempt += 1) {
      const drawn = configurationAt(this.#dimensions, () => random.uniform());
      if (this.isNew(drawn)) return this.#taken(drawn);
    }
    const most = mostConfigurations(this.#dimensions);
    if (most > MOST_LISTED) return this.#taken(draw(ATTEMPTS));
    for (const configuration of everyConfiguration(this.#dimensions, 1)) {
      if (this.isNew(configuration)) return this.#taken(configuration);
    }
    return undefined;
  }

  #taken(configuration: Configuration): Configuration {
    this.add(configuration);
    return configuration;
  }

  #keyOf(configuration: Configuration): string {
    return JSON.stringify(this.#names.map((name) => configuration[name]));
  }
}
