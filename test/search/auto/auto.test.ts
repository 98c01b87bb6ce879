import { autoSampler } from '../../../src/search/auto/auto-sampler.ts';
import { autoStopper } from '../../../src/search/auto/auto-stopper.ts';
import { describeSampler } from '../samplers/conformance.ts';
import { conforms } from '../stoppers/conformance.ts';

describeSampler('auto', autoSampler());
describeSampler('auto with two objectives', autoSampler(), { objectives: 2 });
conforms({ name: 'auto', make: () => autoStopper(), isMonotone: true });
conforms({ name: 'auto after three', make: () => autoStopper(3), isMonotone: true });
// Until a trial has ended nobody knows how long a training is.
conforms({
  name: 'auto of unknown length',
  make: () => autoStopper(),
  isMonotone: true,
  options: { maxResource: undefined },
});
