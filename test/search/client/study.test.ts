import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Problem } from '../../../src/errors.ts';
import { realHost } from '../../../src/host/real-host.io.ts';
import {
  JoulebookError,
  type RunRecord,
  type SearchWords,
  space,
  study,
  type StudyHandle,
  type StudyOptions,
  TrialStopped,
} from '../../../src/index.ts';
import { loadStudy } from '../../../src/search/journal/load-study.io.ts';
import { studyFolder } from '../../../src/search/journal/study-folder.io.ts';
import { bundled, started } from '../../bundled.ts';

const folder = mkdtempSync(join(tmpdir(), 'joulebook-study-'));
const book = join(folder, 'book');
afterAll(() => rmSync(folder, { recursive: true }));

const env = { PATH: process.env['PATH'], JOULEBOOK_REGISTRY: folder, HOME: folder };

function words(name: string, more: Partial<SearchWords> = {}): SearchWords {
  return {
    name,
    objective: { metric: 'loss', goal: 'minimize' },
    resource: 'epoch',
    max_resource: 4,
    budget: '6 trials',
    parameters: { lr: space.float(0, 1), opt: ['adam', 'sgd'] },
    search: { sampler: 'random', stopper: 'none', seed: 7 },
    ...more,
  };
}

function opened(search: SearchWords | string, options: StudyOptions = {}): Promise<StudyHandle> {
  return study(search, { host: realHost({ env: { ...env }, cwd: folder }), book, ...options });
}

const lossAt = (lr: unknown, epoch: number): number => Math.abs((lr as number) - 0.3) + 1 / epoch;

describe('optimize', () => {
  test('tries the function until the budget is spent; each trial is a run of the book with its own energy', async () => {
    const digits = await opened(words('digits'), { intervalS: 0.1 });
    const fates: string[] = [];
    const runs: string[] = [];
    const best = await digits.optimize(
      async (trial) => {
        for (let epoch = 1; epoch <= 4; epoch++) {
          const until = performance.now() + 10;
          while (performance.now() < until); // as a training does
          const { action } = await trial.report({ loss: lossAt(trial.params['lr'], epoch) }, { step: epoch });
          expect(action).toBe('continue');
        }
      },
      {
        onTrial: (trial, fate) => {
          runs.push(trial.run);
          fates.push(`${trial.number} ${fate.state} ${fate.joules > 0}`);
        },
      },
    );
    expect(fates).toEqual([0, 1, 2, 3, 4, 5].map((n) => `${n} complete true`));
    expect(digits.over).toBe('all its trials have been tried');
    const trials = await digits.trials();
    const least = Math.min(...trials.map(({ values }) => values[0] ?? Infinity));
    expect(best).toMatchObject({ isComplete: true, trials: [{ values: [least], resource: 4 }] });
    const result = await digits.close();
    expect(result).toMatchObject({ name: 'digits', state: 'ok' });
    expect(await digits.close()).toEqual(result);

    const root = JSON.parse(readFileSync(result.record ?? '', 'utf8')) as RunRecord;
    const record = JSON.parse(
      readFileSync(join(result.record ?? '', '..', '..', runs[2] ?? '', 'run.json'), 'utf8'),
    ) as RunRecord;
    expect(record).toMatchObject({
      kind: 'trial',
      name: 'digits-2',
      parentId: root.id,
      rootId: root.id,
      state: 'ok',
      params: trials[2]?.parameters,
      metrics: { loss: trials[2]?.values[0] },
    });
    expect(record.energy.epochs).toHaveLength(4);
    // What the trials are charged with is part of what the program has used.
    const { energy } = (await loadedOf('digits')).state.spending;
    expect(energy).toBeGreaterThan(0);
    expect(energy).toBeLessThanOrEqual((root.energy.wall.attributed.value ?? 0) * 1.001);
  }, 120_000);

  test('what it returns is its value, what it throws a failed trial, tried again as `retry` says', async () => {
    const warnings: Problem[] = [];
    const one = await opened(words('throws', { budget: '4 trials', retry: { max: 1, on: ['exit'] } }), {
      onWarning: (warning) => warnings.push(warning),
    });
    const seen: string[] = [];
    await one.optimize(
      (trial) => {
        if (trial.number === 1) throw new Error(`no luck ${trial.attempt}`);
        if (trial.number === 2) throw new TrialStopped('not worth it');
        return trial.number === 3 ? { loss: 0.25 } : 0.5;
      },
      {
        onTrial: ({ number, attempt }, { state, why }) =>
          seen.push(`${number}.${attempt} ${state} ${why ?? ''}`),
      },
    );
    expect(seen).toEqual([
      '0.1 complete ',
      '1.1 waiting Error: no luck 1',
      '1.2 failed Error: no luck 2',
      '2.1 stopped not worth it',
      '3.1 complete ',
    ]);
    expect(warnings.map(({ what }) => what)).toEqual([
      'trial 1 of throws failed: Error: no luck 1',
      'trial 1 of throws failed: Error: no luck 2',
    ]);
    expect((await one.best()).trials[0]).toMatchObject({ number: 3, values: [0.25] });
    await one.close();
  }, 120_000);

  test('a function that always fails does not spend the budget', async () => {
    const bad = await opened(words('bad', { budget: '100 trials' }), { onWarning: () => {} });
    let calls = 0;
    const search = bad.optimize(() => {
      calls += 1;
      throw new TypeError('x is no function');
    });
    await expect(search).rejects.toThrow(
      /the search ends: .*TypeError: x is no function.*fix: Mend it: .* loss/s,
    );
    expect(calls).toBeLessThanOrEqual(5);
    await bad.close();
    const mute = await opened(words('mute', { budget: '100 trials' }));
    await expect(mute.optimize(() => {})).rejects.toThrow('the first trial said nothing of what is sought');
    expect(await mute.trials()).toMatchObject([
      { state: 'failed', why: 'it ended without having said loss' },
    ]);
    await mute.close();
  }, 120_000);

  test('several at once: never more than workers, all of them told, and the joules are shared', async () => {
    const crew = await opened(words('crew', { budget: '9 trials' }), { workers: 3 });
    let [now, most] = [0, 0];
    let meet: () => void = () => undefined;
    const met = new Promise<void>((resolve) => (meet = resolve));
    await crew.optimize(async (trial) => {
      most = Math.max(most, ++now);
      // The first three wait for each other: how long a trial takes to begin depends on the machine.
      if (now === 3) meet();
      await met;
      await new Promise((resolve) => setTimeout(resolve, 15));
      await trial.report({ loss: lossAt(trial.params['lr'], 1) });
      now -= 1;
    });
    expect(most).toBe(3);
    const trials = await crew.trials();
    expect(trials.map(({ state }) => state)).toEqual(Array.from({ length: 9 }, () => 'complete'));
    const result = await crew.close();
    const charged = trials.reduce((sum, { joules }) => sum + joules, 0);
    expect(charged).toBeLessThanOrEqual((result.energy.attributed.value ?? 0) * 1.001);
  }, 120_000);

  test('limits of one call end the call and not the study; a larger budget goes on with one that is over', async () => {
    const some = await opened(words('some', { budget: '3 trials' }));
    await some.optimize(() => 1, { trials: 2 });
    expect([(await some.trials()).length, some.over]).toEqual([2, undefined]);
    await some.optimize(() => 1, { timeS: 0 });
    expect(await some.trials()).toHaveLength(2);
    await some.optimize(() => 1);
    expect([(await some.trials()).length, some.over]).toEqual([3, 'all its trials have been tried']);
    await some.optimize(() => 1, { budget: '5 trials' });
    expect(await some.trials()).toHaveLength(5);
    await expect(some.optimize(() => 1, { budget: '5 apples' })).rejects.toThrow('"apples" is no unit');
    await some.close();
  }, 120_000);
});

describe('ask, report and tell', () => {
  test('the stopper’s word is heard, and a trial that ends after it counts as stopped', async () => {
    const pruned = await opened(
      words('pruned', { search: { sampler: 'random', stopper: { type: 'threshold', upper: 1 }, seed: 1 } }),
    );
    const trial = await pruned.ask();
    expect(await trial?.report({ loss: 0.5 }, { step: 0 })).toEqual({
      action: 'continue',
      shouldStop: false,
    });
    const decision = await trial?.report({ loss: 3 }, { step: 1 });
    expect(decision).toMatchObject({ action: 'stop', shouldStop: true });
    expect(await trial?.shouldStop()).toBe(true);
    expect(await trial?.tell()).toMatchObject({ state: 'stopped', why: decision?.reason });
    // Steps that count from 0 are epochs that count from 1.
    expect((await pruned.trials())[0]).toMatchObject({ resource: 2, values: [3] });
    await pruned.close();
  }, 120_000);

  test('who asks while trials in flight must end first waits for them', async () => {
    const batch = await opened(
      words('batch', { workers: 2, search: { sampler: 'random', deterministic: true, seed: 3 } }),
    );
    const [a, b] = [await batch.ask(), await batch.ask()];
    const third = batch.ask();
    let isAsked = false;
    void third.then(() => (isAsked = true));
    await a?.tell(0.1);
    expect(isAsked).toBe(false);
    await b?.tell(0.2);
    expect((await third)?.number).toBe(2);
    await batch.close();
  }, 120_000);

  test('what is no number ends a trial, and nothing of what is sought is none', async () => {
    const nan = await opened(words('nan'));
    const first = await nan.ask();
    await first?.report({ loss: Number.NaN });
    expect(await first?.tell()).toMatchObject({
      state: 'stopped',
      why: 'loss is no number at epoch 1',
    });
    const second = await nan.ask();
    await second?.report({ lost: 1 });
    expect(await second?.tell()).toMatchObject({ state: 'failed', why: 'it ended without having said loss' });
    await nan.close();
  }, 120_000);

  test('a report of another name than is sought is warned of, by the report itself', async () => {
    const warnings: Problem[] = [];
    const slip = await opened(words('slip'), { onWarning: (warning) => void warnings.push(warning) });
    const trial = await slip.ask();
    await trial?.report({ los: 1 });
    expect(warnings).toMatchObject([
      {
        what: 'the trial reports los and, until now, nothing of loss',
        fix: expect.stringContaining('`loss`'),
      },
    ]);
    await trial?.report({ los: 0.5 });
    expect(await trial?.tell({ loss: 0.5 })).toMatchObject({ state: 'complete' });
    expect(warnings).toHaveLength(1);
    await slip.close();
  }, 120_000);

  test('what is queued is tried next', async () => {
    const queue = await opened(words('queue'));
    await queue.enqueue({ lr: 0.25, opt: 'sgd' });
    expect((await queue.ask())?.params).toEqual({ lr: 0.25, opt: 'sgd' });
    await expect(queue.enqueue({ lr: 2, opt: 'sgd' })).rejects.toThrow('lr: 2 is out of its range');
    await queue.close();
  }, 120_000);
});

describe('a study that is opened again', () => {
  test('goes on; trials in flight are given out again, and what starts in a trial is part of it', async () => {
    const environment: Record<string, string | undefined> = { ...env };
    const host = realHost({ env: environment, cwd: folder });
    const first = await study(words('again'), { host, book });
    await first.optimize(
      () => {
        expect(environment['JOULEBOOK_TRIAL']).toBe('0');
        return 0.5;
      },
      { trials: 1 },
    );
    expect(environment['JOULEBOOK_RUN']).toBe(first.run);
    const left = await first.ask();
    await first.close();
    expect(environment).toEqual(env);

    const second = await opened(words('again', { budget: '7 trials' }));
    expect(second.isNew).toBe(false);
    const back = await second.ask();
    expect(back).toMatchObject({ number: left?.number, attempt: 2, seed: left?.seed, params: left?.params });
    await back?.tell(0.4);
    expect(await second.trials()).toMatchObject([{ values: [0.5] }, { values: [0.4], attempts: 2 }]);
    await expect(opened(words('again'))).rejects.toThrow('another process works on the study again');
    await second.close();
    await expect(opened(words('again', { parameters: { lr: [1, 2] } }))).rejects.toThrow(
      'the study again is of another search: parameters',
    );
  }, 120_000);

  test('killed at random moments, the program goes on and comes to what it would have come to', async () => {
    const program = bundled(`
      import { study, space } from './src/index.ts';
      const one = await study({
        name: process.argv[2], objective: { metric: 'loss', goal: 'minimize' }, resource: 'epoch', max_resource: 3, budget: '8 trials',
        parameters: { lr: space.float(0, 1) }, search: { stopper: 'median', seed: 5, deterministic: true, warm_start: 'none' },
      }, { book: process.argv[3] });
      console.log('works');
      await one.optimize(async (trial) => {
        for (let epoch = 1; epoch <= 3; epoch++) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          const { shouldStop } = await trial.report({ loss: Math.abs(trial.params.lr - 0.3) + 1 / epoch }, { step: epoch });
          if (shouldStop) break;
        }
      });
      await one.close();
      console.log('over');
    `);
    const start = (name: string): ReturnType<typeof started> =>
      started(process.execPath, [program, name, book], {
        JOULEBOOK_REGISTRY: folder,
        JOULEBOOK_BIN: join(import.meta.dirname, '../../../bin/joulebook'),
      });
    const isAnyLost = async (): Promise<boolean> =>
      (await loadedOf('killed')).state.trials.some(({ timesLost }) => timesLost > 0);
    expect(await start('whole').ended).toMatchObject({ code: 0, out: 'works\nover\n' });
    for (let kills = 0; ; kills++) {
      const child = start('killed');
      await child.said('works');
      // Four times, and until a trial was hit: later and later, where the machine is slow.
      const isKilled = kills < 4 || (kills < 40 && !(await isAnyLost()));
      const timer = setTimeout(
        () => isKilled && child.kill('SIGKILL'),
        10 + ((kills * 53) % 120) + 8 * kills,
      );
      const { signal, err } = await child.ended;
      clearTimeout(timer);
      if (signal === null) {
        expect(err).toBe('');
        break;
      }
    }
    const [whole, killed] = [await loadedOf('whole'), await loadedOf('killed')];
    const found = ({ state }: typeof whole): unknown =>
      state.trials.map(({ number, configuration, state: is, reports }) => [
        number,
        configuration,
        is,
        reports.map(({ resource, losses }) => [resource, ...losses]),
      ]);
    expect(found(killed)).toEqual(found(whole));
    expect(killed.state.trials.some(({ timesLost }) => timesLost > 0)).toBe(true);
  }, 120_000);
});

describe('what is refused is thrown', () => {
  test.each([
    [{ ...words('x'), parameters: { lr: { min: 1, mx: 2 } } }, /unknown key "mx".*Did you mean `max`/s],
    [{ ...words('x'), objective: 'fitness' }, /fitness/],
    [{ ...words('../x') }, /cannot be the name of a study/],
    [{ ...words('x'), budget: '100 g' }, /a budget of carbon cannot be kept/],
  ])('%j', async (search, message) => {
    const failure = await opened(search as SearchWords).catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(JoulebookError);
    expect((failure as Error).message).toMatch(message);
    expect(existsSync(join(book, 'studies', 'x'))).toBe(false);
  });

  test('a file that is not there, a program that is not there, a child that was killed', async () => {
    await expect(opened('none.yaml')).rejects.toThrow(/none\.yaml: there is no such file/);
    await expect(opened(words('x'), { agent: [join(folder, 'no-such')] })).rejects.toThrow(
      'joulebook cannot be started',
    );
    await expect(opened(words('x'), { agent: ['/bin/true'] })).rejects.toThrow(/has ended.*fix: /s);
  });

  test('a study by its file has the file’s name', async () => {
    writeFileSync(join(folder, 'tune.yaml'), 'objective: loss\nparameters: {lr: {min: 0.0, max: 1.0}}\n');
    const tune = await opened('tune.yaml');
    expect(tune.name).toBe('tune');
    const trial = await tune.ask();
    await expect(trial?.report([1, 2])).rejects.toThrow('2 values for 1 objectives');
    await tune.close();
    await expect(tune.ask()).rejects.toThrow('the study is closed');
  });
});

async function loadedOf(name: string): Promise<Extract<ReturnType<typeof loadStudy>, { ok: true }>['value']> {
  const place = studyFolder(book, name);
  const loaded = place.ok ? loadStudy(place.value) : place;
  if (!loaded.ok) throw new Error(loaded.error.what);
  return loaded.value;
}
