import { autoSampler } from '../auto/auto-sampler.ts';
import type { SamplerChoice, SamplerSettings } from '../file/engine-choice.ts';
import { cmaEsSampler } from '../samplers/cma-es/cma-es-sampler.ts';
import { gpSampler } from '../samplers/gp/gp-sampler.ts';
import { gridSampler } from '../samplers/grid-sampler.ts';
import { nsga2Sampler } from '../samplers/nsga2-sampler.ts';
import { randomSampler } from '../samplers/random-sampler.ts';
import type { MakeSampler } from '../samplers/sampler.ts';
import { sobolSampler } from '../samplers/sobol-sampler.ts';
import { type TpeOptions, tpeSampler } from '../samplers/tpe/tpe-sampler.ts';

/**
 * @param startup trials before it learns; absent: its own default.
 * @param mayRepeat whether a configuration may be tried again.
 * @returns what makes the sampler that was asked for.
 */
export function samplerOf(
  { name, settings = {} }: SamplerChoice,
  startup?: number,
  mayRepeat = false,
): MakeSampler {
  const repeats = mayRepeat ? { repeats: true } : {};
  const first = { ...repeats, ...(startup === undefined ? {} : { startup }) };
  switch (name) {
    case 'random':
      return randomSampler(repeats);
    case 'sobol':
      return sobolSampler(repeats);
    case 'grid':
      return gridSampler(settings);
    case 'auto':
      return autoSampler(first);
    case 'tpe':
    case 'motpe':
      return tpeSampler({ ...first, ...parzen(settings) });
    case 'gp':
      return gpSampler(first);
    case 'nsga2':
      return nsga2Sampler({ ...repeats, ...settings });
    case 'cma-es':
      return cmaEsSampler(repeats);
  }
  throw new Error(`no such sampler: ${String(name satisfies never)}`);
}

function parzen({ candidates, multivariate, constantLiar, good }: SamplerSettings): TpeOptions {
  return {
    ...(candidates === undefined ? {} : { candidates }),
    ...(multivariate === undefined ? {} : { multivariate }),
    ...(constantLiar === undefined ? {} : { constantLiar }),
    ...(good === undefined ? {} : { gamma: (trials: number) => Math.ceil(good * trials) }),
  };
}
