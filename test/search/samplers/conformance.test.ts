import { cmaEsSampler } from '../../../src/search/samplers/cma-es/cma-es-sampler.ts';
import { nsga2Sampler } from '../../../src/search/samplers/nsga2-sampler.ts';
import { gpSampler } from '../../../src/search/samplers/gp/gp-sampler.ts';
import { gridSampler } from '../../../src/search/samplers/grid-sampler.ts';
import { randomSampler } from '../../../src/search/samplers/random-sampler.ts';
import { sobolSampler } from '../../../src/search/samplers/sobol-sampler.ts';
import { tpeSampler } from '../../../src/search/samplers/tpe/tpe-sampler.ts';
import { describeSampler } from './conformance.ts';

describeSampler('random', randomSampler());
describeSampler('sobol', sobolSampler());
describeSampler('grid', gridSampler({ levels: 3 }), { isSeeded: false });
describeSampler('tpe', tpeSampler());
describeSampler('tpe, each parameter on its own', tpeSampler({ multivariate: false }));
describeSampler('tpe over rungs', tpeSampler({ rungs: () => [1, 3, 9] }));
describeSampler(
  'tpe that prefers cheap ones',
  tpeSampler({
    candidates: 48,
    cost: { logOf: ({ layers = 1 }) => Math.log(Number(layers)), weight: () => 0.5 },
  }),
);
describeSampler('motpe', tpeSampler(), { objectives: 2 });
describeSampler('motpe, three objectives together', tpeSampler({ multivariate: true }), { objectives: 3 });
describeSampler('nsga2', nsga2Sampler({ population: 6 }), { objectives: 2 });
describeSampler('gp', gpSampler());
describeSampler('gp, two objectives', gpSampler(), { objectives: 2 });
describeSampler('cma-es', cmaEsSampler());
