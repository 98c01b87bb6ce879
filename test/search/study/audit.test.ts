import { expect, test } from 'vitest';
import { autoSampler } from '../../../src/search/auto/auto-sampler.ts';
import { autoStopper } from '../../../src/search/auto/auto-stopper.ts';
import { halvingStop } from '../../../src/search/stoppers/halving-stop.ts';
import { tpeSampler } from '../../../src/search/samplers/tpe/tpe-sampler.ts';
import { audit } from '../../../src/search/study/audit.ts';
import type { StudyEngine } from '../../../src/search/study/mind.ts';
import type { StudyBegun, TimedEvent } from '../../../src/search/study/study-event.ts';
import type { StudyPlan } from '../../../src/search/study/study-plan.ts';
import { KeptStudy, lossAt, planOf } from './rig.ts';

/** The journal of a study of two workers that act in turn. */
function journalOf(plan: Partial<StudyPlan>, engine: StudyEngine): readonly TimedEvent[] {
  const kept = new KeptStudy(planOf({ workers: 2, budget: { trials: 16 }, ...plan }), engine);
  const { study } = kept;
  study.enqueue({ lr: 0.9 });
  const crew: { number?: number | undefined; epoch: number }[] = [{ epoch: 0 }, { epoch: 0 }];
  for (let act = 0; act < 2000; act++) {
    const worker = crew[act % 2] as (typeof crew)[number];
    if (worker.number === undefined) {
      const ask = study.ask();
      if (ask.kind === 'run')
        Object.assign(worker, {
          number: ask.trial.number,
          epoch: ask.resume ? (ask.trial.reports.at(-1)?.resource ?? 0) : 0,
        });
      continue;
    }
    worker.epoch++;
    const lr = study.state.trial(worker.number).configuration['lr'] as number;
    const decision = study.report(worker.number, {
      resource: worker.epoch,
      metrics: { loss: lossAt(lr, worker.epoch) },
      usage: { joules: worker.epoch },
    });
    const action = decision.ok ? decision.value.action : 'stop';
    if (action === 'pause') study.pause(worker.number);
    else if (action === 'stop' || worker.epoch === 9) study.tell(worker.number, { state: 'complete' });
    if (action !== 'continue' || worker.epoch === 9) worker.number = undefined;
  }
  kept.keep();
  return kept.lines.map((line) => JSON.parse(line) as TimedEvent);
}

const engines: readonly (readonly [string, StudyEngine])[] = [
  ['TPE with halving', { makeSampler: tpeSampler({ startup: 4 }), makeStopper: halvingStop() }],
  ['the default engine', { makeSampler: autoSampler({ startup: 4 }), makeStopper: autoStopper(4) }],
];

test.each(engines)('%s decides from a journal what it has decided, in either mode', (_, engine) => {
  for (const deterministic of [false, true]) {
    const [first, ...rest] = journalOf({ deterministic, controlShare: 0.3 }, engine);
    const { proposals, decisions, differences } = audit(first?.event as StudyBegun, rest, engine);
    expect(differences).toEqual([]);
    expect(proposals).toBeGreaterThan(10);
    expect(decisions).toBeGreaterThan(40);
  }
});

test('another seed, a changed report and another rule show', () => {
  const [, engine] = engines[0] as (typeof engines)[number];
  const [first, ...rest] = journalOf({}, engine);
  const begun = first?.event as StudyBegun;
  const other = { ...begun, plan: { ...begun.plan, seed: 8 } };
  expect(audit(other, rest, engine).differences.length).toBeGreaterThan(5);
  const changed = rest.map((one) =>
    one.event.k === 'report' && one.event.x === 9
      ? { ...one, event: { ...one.event, m: { loss: 1e9 } } }
      : one,
  );
  expect(audit(begun, changed, engine).differences).not.toEqual([]);
  const never = { ...engine, makeStopper: () => ({ decide: () => ({ action: 'continue' }) as const }) };
  expect(audit(begun, rest, never).differences.some(({ text }) => text.includes('would continue'))).toBe(
    true,
  );
});
