import { autoSampler } from '../auto/auto-sampler.ts';
import type { SamplerChoice } from '../file/engine-choice.ts';
import { cmaEsSampler } from '../samplers/cma-es/cma-es-sampler.ts';
import { gpSampler } from '../samplers/gp/gp-sampler.ts';
import { gridSampler } from '../samplers/grid-sampler.ts';
import { nsga2Sampler } from '../samplers/nsga2-sampler.ts';
import { randomSampler } from '../samplers/random-sampler.ts';
import type { MakeSampler } from '../samplers/sampler.ts';
import { sobolSampler } from '../samplers/sobol-sampler.ts';
import { tpeSampler } from '../samplers/tpe/tpe-sampler.ts';

/** @returns what makes the sampler that was asked for. @param startup trials before it learns; absent: its own default. */
export function samplerOf({ name }: SamplerChoice, startup?: number): MakeSampler {
  const first = startup === undefined ? {} : { startup };
  switch (name) {
    case 'random':
      return randomSampler();
    case 'sobol':
      return sobolSampler();
    case 'grid':
      return gridSampler();
    case 'auto':
      return autoSampler(first);
    case 'tpe':
    case 'motpe':
      return tpeSampler(first);
    case 'gp':
      return gpSampler(first);
    case 'nsga2':
      return nsga2Sampler();
    case 'cma-es':
      return cmaEsSampler();
  }
  throw new Error(`no such sampler: ${String(name satisfies never)}`);
}
