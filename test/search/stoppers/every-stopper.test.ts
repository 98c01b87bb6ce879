import { anyOf } from '../../../src/search/stoppers/any-of.ts';
import { hyperbandStopper } from '../../../src/search/stoppers/brackets.ts';
import { noStopper } from '../../../src/search/stoppers/guarded.ts';
import { curveStopper } from '../../../src/search/stoppers/curve.ts';
import { halvingPromote } from '../../../src/search/stoppers/halving-promote.ts';
import { halvingStop } from '../../../src/search/stoppers/halving-stop.ts';
import { paretoHalving } from '../../../src/search/stoppers/pareto-halving.ts';
import { pashaStopper } from '../../../src/search/stoppers/pasha.ts';
import { patienceStopper } from '../../../src/search/stoppers/patience.ts';
import { medianStopper, percentileStopper } from '../../../src/search/stoppers/percentile.ts';
import { promoteOrStop } from '../../../src/search/stoppers/promote-or-stop.ts';
import { sweepBandsStopper } from '../../../src/search/stoppers/sweep-bands.ts';
import { thresholdStopper } from '../../../src/search/stoppers/threshold.ts';
import { conforms, type Traits } from './conformance.ts';

const stoppers: readonly Traits[] = [
  { name: 'none', make: noStopper, isMonotone: true },
  { name: 'median', make: () => medianStopper(), isMonotone: true },
  { name: 'median without a start', make: () => medianStopper({ startup: 0, warmup: 3 }), isMonotone: true },
  { name: 'percentile', make: () => percentileStopper(25, { startup: 2, interval: 4 }), isMonotone: true },
  { name: 'halving', make: () => halvingStop(), isMonotone: true },
  {
    name: 'halving by the best so far',
    make: () => halvingStop({ firstRung: 2, compare: 'best' }),
    isMonotone: true,
  },
  {
    name: 'halving by a quantile',
    make: () => halvingStop({ firstRung: 1, eta: 2.5, cutoff: 'quantile' }),
    isMonotone: true,
  },
  // Until a trial has ended nobody knows how long a training is.
  {
    name: 'halving of unknown length',
    make: () => halvingStop(),
    isMonotone: true,
    options: { maxResource: undefined },
  },
  { name: 'hyperband', make: () => hyperbandStopper(), isMonotone: true },
  { name: 'hyperband of a sweep', make: () => sweepBandsStopper({ minIter: 2 }), isMonotone: true },
  {
    name: 'strict hyperband of a sweep',
    make: () => sweepBandsStopper({ maxIter: 27, s: 3, strict: true }),
    isMonotone: true,
  },
  {
    name: 'patience',
    make: () => patienceStopper({ patience: 6, minDelta: 1e-4 }),
    isMonotone: false,
    endsStandstill: true,
  },
  { name: 'threshold', make: () => thresholdStopper({ lower: -4, upper: 4, warmup: 2 }), isMonotone: false },
  {
    name: 'patience around the median',
    make: () => patienceStopper({ patience: 2, wraps: medianStopper({ startup: 2 }) }),
    isMonotone: false,
  },
  { name: 'halving with pauses', make: () => halvingPromote(), isMonotone: true },
  {
    name: 'halving with pauses, while checkpoints are kept',
    make: () => promoteOrStop(halvingPromote(), halvingStop()),
    isMonotone: true,
  },
  {
    name: 'halving with pauses by joules',
    make: () => halvingPromote({ firstRung: 2, share: 'joules' }),
    isMonotone: true,
  },
  { name: 'pasha', make: () => pashaStopper({ firstRung: 1 }), isMonotone: true },
  {
    name: 'pasha of unknown length',
    make: () => pashaStopper(),
    isMonotone: true,
    options: { maxResource: undefined },
  },
  // A line through other trials may say that who begins badly ends well.
  { name: 'curve', make: () => curveStopper({ rate: 0.2 }), isMonotone: false },
  {
    name: 'curve of unknown length',
    make: () => curveStopper(),
    isMonotone: false,
    options: { maxResource: undefined },
  },
  {
    name: 'halving by two objectives',
    make: () => paretoHalving(),
    isMonotone: true,
    options: { objectives: 2 },
  },
  {
    name: 'halving by three objectives',
    make: () => paretoHalving({ firstRung: 2 }),
    isMonotone: true,
    options: { objectives: 3 },
  },
  { name: 'median or halving', make: () => anyOf(medianStopper(), halvingStop()), isMonotone: true },
];

for (const traits of stoppers) conforms(traits);
