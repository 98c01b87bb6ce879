import { anyOf } from '../../src/search/stoppers/any-of.ts';
import { hyperbandStopper } from '../../src/search/stoppers/brackets.ts';
import { curveStopper } from '../../src/search/stoppers/curve.ts';
import { halvingPromote } from '../../src/search/stoppers/halving-promote.ts';
import { halvingStop } from '../../src/search/stoppers/halving-stop.ts';
import { paretoHalving } from '../../src/search/stoppers/pareto-halving.ts';
import { pashaStopper } from '../../src/search/stoppers/pasha.ts';
import { patienceStopper } from '../../src/search/stoppers/patience.ts';
import { medianStopper } from '../../src/search/stoppers/percentile.ts';
import type { MakeStopper } from '../../src/search/stoppers/stopper.ts';
import { sweepBandsStopper } from '../../src/search/stoppers/sweep-bands.ts';
import type { StudyView } from '../../src/search/study/study-view.ts';
import type { Report, Trial, TrialState } from '../../src/search/study/trial.ts';
import { normalOf, uniforms } from '../search/seeded.ts';

const FULL = 81;

const STOPPERS: Readonly<Record<string, () => MakeStopper>> = {
  median: () => medianStopper(),
  patience: () => patienceStopper({ patience: 5 }),
  halving: () => halvingStop({ firstRung: 1 }),
  'halving by quantile': () => halvingStop({ firstRung: 1, cutoff: 'quantile' }),
  hyperband: () => hyperbandStopper(),
  'hyperband of a sweep': () => sweepBandsStopper({ minIter: 1 }),
  curve: () => curveStopper({ rate: 0.05 }),
  'halving and curve': () => anyOf(halvingStop(), curveStopper({ learnFrom: 'controls' })),
  'halving, 2 objectives': () => paretoHalving({ firstRung: 1 }),
  'halving with pauses': () => halvingPromote({ firstRung: 1 }),
  pasha: () => pashaStopper({ firstRung: 1 }),
};

interface LiveTrial {
  readonly trial: Trial & { state: TrialState; losses?: readonly number[] };
  readonly reports: Report[];
  readonly end: readonly number[];
  readonly height: number;
}

/** Times every stopper on made-up curves of 81 reports, up to so many trials; the figures are of the last tenth of them. */
export function decideBench(trials: number, only: string | undefined): void {
  console.log(
    `up to ${trials} trials of ${FULL} reports, 16 at once; figures of the last tenth: telling and asking together\n`,
  );
  console.log('| stopper | reports | a second | mean | 99 % | longest | promotion |');
  console.log('|---|---|---|---|---|---|---|');
  for (const [name, make] of Object.entries(STOPPERS)) {
    if (only === undefined || name.includes(only)) measure(name, make(), trials);
  }
}

function measure(name: string, make: MakeStopper, trials: number): void {
  const uniform = uniforms(1);
  const objectives = name.includes('objectives') ? 2 : 1;
  const all: LiveTrial['trial'][] = [];
  const made: LiveTrial[] = [];
  const view: StudyView = {
    space: { parameters: [], fixed: {} },
    objectives: Array.from({ length: objectives }, (_, at) => ({ metric: `m${at}`, goal: 'minimize' })),
    maxResource: FULL,
    seed: 1,
    trials: all,
    spent: 0,
    workers: 16,
  };
  const stopper = make(view);
  const live: LiveTrial[] = [];
  const times: number[] = [];
  const promotions: number[] = [];
  while (all.length < trials || live.length > 0) {
    while (live.length < 16 && all.length < trials) {
      const begun = performance.now();
      const promoted = stopper.promote?.();
      if (all.length > 0.9 * trials) promotions.push(performance.now() - begun);
      const paused = promoted === undefined ? undefined : made[promoted.trial];
      if (paused !== undefined) {
        paused.trial.state = 'running';
        stopper.learn?.(paused.trial, 'resumed');
        live.push(paused);
        continue;
      }
      const reports: Report[] = [];
      const trial = {
        number: all.length,
        configuration: {},
        origin: 'sampler' as const,
        state: 'running' as TrialState,
        reports,
        joules: 0,
        isControl: uniform() < 0.05,
      };
      const end = Array.from({ length: objectives }, () => uniform());
      const next: LiveTrial = { trial, reports, end, height: 1 + uniform() };
      all.push(trial);
      made.push(next);
      live.push(next);
      stopper.learn?.(trial, 'started');
    }
    const at = Math.floor(uniform() * live.length);
    const { trial, reports, end, height } = live[at] as LiveTrial;
    const resource = reports.length + 1;
    const losses = end.map((each) => each + height / resource + 0.02 * normalOf(uniform));
    reports.push({ resource, losses, joules: resource });
    const begun = performance.now();
    stopper.learn?.(trial, 'reported');
    const decision = stopper.decide(trial, reports.at(-1) as Report);
    const took = performance.now() - begun;
    if (all.length > 0.9 * trials) times.push(took);
    if (decision.action === 'continue' && resource < FULL) continue;
    live.splice(at, 1);
    if (decision.action === 'pause') {
      trial.state = 'paused';
      stopper.learn?.(trial, 'paused');
      continue;
    }
    trial.state = decision.action === 'stop' ? 'stopped' : 'complete';
    trial.losses = losses;
    stopper.learn?.(trial, 'ended');
  }
  print(name, times, promotions);
}

function print(name: string, times: readonly number[], promotions: readonly number[]): void {
  const sorted = [...times].sort((a, b) => a - b);
  const mean = times.reduce((sum, each) => sum + each, 0) / times.length;
  const micro = (ms: number): string => `${(1000 * ms).toFixed(1)} µs`;
  const promotion = promotions.reduce((sum, each) => sum + each, 0) / Math.max(1, promotions.length);
  const cells = [
    name,
    times.length,
    Math.round(1000 / mean),
    micro(mean),
    micro(sorted[Math.floor(0.99 * sorted.length)] as number),
    micro(sorted.at(-1) as number),
    micro(promotion),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
