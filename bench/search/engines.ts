import { autoSampler } from '../../src/search/auto/auto-sampler.ts';
import { autoStopper } from '../../src/search/auto/auto-stopper.ts';
import { randomSampler } from '../../src/search/samplers/random-sampler.ts';
import { tpeSampler } from '../../src/search/samplers/tpe/tpe-sampler.ts';
import { noStopper } from '../../src/search/stoppers/guarded.ts';
import { halvingStop } from '../../src/search/stoppers/halving-stop.ts';
import type { MakeEngine } from './engine.ts';
import { studyEngine } from './study-engine.ts';
import { trusted } from './trusted-stopper.ts';

/** Engines of ours that can be measured, by the name for `--engine`. */
export const ENGINES: Readonly<Record<string, MakeEngine>> = {
  auto: studyEngine(autoSampler(), autoStopper()),
  'auto-none': studyEngine(autoSampler(), noStopper()),
  'auto-trusted': studyEngine(autoSampler(), trusted(autoStopper())),
  'auto-sampler-asha': studyEngine(autoSampler(), halvingStop()),
  'tpe-auto-stopper': studyEngine(tpeSampler(), autoStopper()),
  'tpe-asha': studyEngine(tpeSampler(), halvingStop()),
  tpe: studyEngine(tpeSampler(), noStopper()),
  random: studyEngine(randomSampler(), noStopper()),
};
