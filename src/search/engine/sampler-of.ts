import { autoSampler } from '../auto/auto-sampler.ts';
import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { SamplerChoice, SamplerSettings } from '../file/engine-choice.ts';
import { cmaEsSampler } from '../samplers/cma-es/cma-es-sampler.ts';
import { gridSampler } from '../samplers/grid-sampler.ts';
import { nsga2Sampler } from '../samplers/nsga2-sampler.ts';
import { randomSampler } from '../samplers/random-sampler.ts';
import type { MakeSampler } from '../samplers/sampler.ts';
import { sobolSampler } from '../samplers/sobol-sampler.ts';
import { type TpeOptions, tpeSampler } from '../samplers/tpe/tpe-sampler.ts';

/** @returns what makes the sampler that was asked for. @param startup trials before it learns; absent: its own default. @param mayRepeat whether a configuration may be tried again. */
export function samplerOf(
  { name, settings = {} }: SamplerChoice,
  startup?: number,
  mayRepeat = false,
): Result<MakeSampler> {
  const repeats = mayRepeat ? { repeats: true } : {};
  const first = { ...repeats, ...(startup === undefined ? {} : { startup }) };
  switch (name) {
    case 'random':
      return ok(randomSampler(repeats));
    case 'sobol':
      return ok(sobolSampler(repeats));
    case 'grid':
      return ok(gridSampler(settings));
    case 'auto':
      return ok(autoSampler(first));
    case 'tpe':
    case 'motpe':
      return ok(tpeSampler({ ...first, ...parzen(settings) }));
    case 'nsga2':
      return ok(nsga2Sampler({ ...repeats, ...settings }));
    case 'cma-es':
      return ok(cmaEsSampler(repeats));
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

function parzen({ candidates, multivariate, constantLiar, good }: SamplerSettings): TpeOptions {
  return {
    ...(candidates === undefined ? {} : { candidates }),
    ...(multivariate === undefined ? {} : { multivariate }),
    ...(constantLiar === undefined ? {} : { constantLiar }),
    ...(good === undefined ? {} : { gamma: (trials: number) => Math.ceil(good * trials) }),
  };
}
