import { describe, expect, it } from 'vitest';
import { samplerOf } from '../../../src/search/engine/sampler-of.ts';
import { MIXED } from '../samplers/spaces.ts';
import { faultsOf } from '../samplers/conformance.ts';
import { WatchedStudy } from '../samplers/watched-study.ts';

describe('samplerOf', () => {
  it('gives a sampler for each name that it says can be taken', () => {
    const missing = samplerOf({ name: 'gp' });
    const said = missing.ok ? '' : missing.error.fix;
    const names = ['auto', 'tpe', 'motpe', 'nsga2', 'cma-es', 'random', 'sobol', 'grid'] as const;
    for (const name of names) {
      expect(said).toContain(name);
      const made = samplerOf({ name });
      if (!made.ok) throw new Error(made.error.what);
      const watched = new WatchedStudy(MIXED, made.value);
      expect(faultsOf(MIXED, watched.ask()?.configuration)).toEqual([]);
    }
  });
});
