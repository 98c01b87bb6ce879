import { autoSampler } from '../auto/auto-sampler.ts';
import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { SamplerChoice } from '../file/engine-choice.ts';
import { cmaEsSampler } from '../samplers/cma-es/cma-es-sampler.ts';
import { gridSampler } from '../samplers/grid-sampler.ts';
import { nsga2Sampler } from '../samplers/nsga2-sampler.ts';
import { randomSampler } from '../samplers/random-sampler.ts';
import type { MakeSampler } from '../samplers/sampler.ts';
import { sobolSampler } from '../samplers/sobol-sampler.ts';
import { tpeSampler } from '../samplers/tpe/tpe-sampler.ts';

/** @returns what makes the sampler that was asked for. @param startup trials before it learns; absent: its own default. */
export function samplerOf({ name }: SamplerChoice, startup?: number): Result<MakeSampler> {
  const first = startup === undefined ? {} : { startup };
  switch (name) {
    case 'random':
      return ok(randomSampler());
    case 'sobol':
      return ok(sobolSampler());
    case 'grid':
      return ok(gridSampler());
    case 'auto':
      return ok(autoSampler(first));
    case 'tpe':
    case 'motpe':
      return ok(tpeSampler(first));
    case 'nsga2':
      return ok(nsga2Sampler());
    case 'cma-es':
      return ok(cmaEsSampler());
    default:
      return err(
        problem(
          'E_SEARCH',
          `there is no sampler ${name} in this version`,
          undefined,
          'Take auto, tpe, motpe, nsga2, cma-es, random, sobol or grid.',
        ),
      );
  }
}
