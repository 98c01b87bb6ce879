import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadStudy } from '../../../src/search/journal/load-study.io.ts';
import { studyFolder } from '../../../src/search/journal/study-folder.io.ts';
import type { StudyState } from '../../../src/search/study/study-state.ts';
import { bundled, started } from '../../bundled.ts';

const book = mkdtempSync(join(tmpdir(), 'joulebook-killed-'));
afterAll(() => rmSync(book, { recursive: true }));

/** Two workers in deterministic mode, whose trials report a loss that depends on their configuration only; each act is put on the disk. */
const coordinator = bundled(`
  import { realHost } from './src/host/real-host.io.ts';
  import { StudySession } from './src/search/journal/study-session.io.ts';
  import { studyFolder } from './src/search/journal/study-folder.io.ts';
  import { engineOf, lossAt, planOf } from './test/search/study/rig.ts';
  const [book, name] = process.argv.slice(2);
  const folder = studyFolder(book, name).value;
  const plan = planOf({ workers: 2, deterministic: true, budget: { trials: 30 } });
  const { clock } = realHost();
  const engine = engineOf();
  const made = StudySession.create(folder, plan, engine, clock);
  const session = made.ok ? made : StudySession.resume(folder, () => ({ ok: true, value: engine }), clock);
  if (!session.ok) throw new Error(session.error.what + session.error.why);
  const { study } = session.value;
  study.loseRunning();
  console.log('works');
  const crew = [{}, {}];
  for (let act = 0; ; act++) {
    const worker = crew[act % 2];
    if (worker.number === undefined) {
      const ask = study.ask();
      if (ask.kind === 'over' && crew.every(({ number }) => number === undefined)) break;
      if (ask.kind === 'run') Object.assign(worker, { number: ask.trial.number, epoch: 0, lr: ask.trial.configuration.lr });
    } else {
      worker.epoch++;
      const metrics = { loss: lossAt(worker.lr, worker.epoch) };
      const decision = study.report(worker.number, { resource: worker.epoch, metrics, usage: { joules: worker.epoch } });
      if (decision.value.action === 'stop' || worker.epoch === 9) {
        study.tell(worker.number, { state: 'complete' });
        worker.number = undefined;
      }
    }
    const failed = session.value.flush();
    if (failed !== undefined) throw new Error(failed.what);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
  }
  session.value.close();
  console.log('over');
`);

function stateOf(name: string): StudyState {
  const folder = studyFolder(book, name);
  const loaded = folder.ok ? loadStudy(folder.value) : folder;
  if (!loaded.ok) throw new Error(loaded.error.what);
  return loaded.value.state;
}

function foundBy({ trials }: StudyState): unknown {
  return trials.map(({ number, configuration, state, reports, reason, losses }) => ({
    number,
    configuration,
    state,
    reason,
    losses,
    reports: reports.map(({ resource, losses: at }) => [resource, ...at]),
  }));
}

test('killed at random moments, a study goes on and ends as if nobody had killed it', async () => {
  await started(process.execPath, [coordinator, book, 'plain']).ended;
  const plain = stateOf('plain');
  expect(plain.started).toBe(30);
  let kills = 0;
  for (;;) {
    const process_ = started(process.execPath, [coordinator, book, 'killed']);
    // From when it works on: how long it takes to start depends on the machine.
    await process_.said('works');
    const isKilled = kills < 8;
    const timer = setTimeout(() => isKilled && process_.kill('SIGKILL'), (kills * 37) % 160);
    const { signal, err } = await process_.ended;
    clearTimeout(timer);
    if (signal === null) {
      expect(err).toBe('');
      break;
    }
    kills++;
  }
  const killed = stateOf('killed');
  expect(kills).toBeGreaterThan(0);
  expect(foundBy(killed)).toEqual(foundBy(plain));
  expect(killed.started).toBe(30);
  expect(killed.spent.j).toBeGreaterThanOrEqual(plain.spent.j);
}, 120_000);
