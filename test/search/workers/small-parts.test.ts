import { describe, expect, test } from 'vitest';
import { FailureWatch } from '../../../src/search/workers/failure-watch.ts';
import { MeterPace } from '../../../src/search/workers/meter-pace.ts';
import { OtherNames } from '../../../src/search/workers/other-names.ts';
import { Silence } from '../../../src/search/workers/silence.ts';
import { type GpuChoice, missingGpus, slotsOf } from '../../../src/search/workers/slots.ts';
import { usableGpus } from '../../../src/search/workers/usable-gpus.ts';

const gpus: readonly GpuChoice[] = ['GPU-a', 'GPU-b'].map((id) => ({ vendor: 'nvidia', id }));

describe('places for trials', () => {
  test('one trial at a time sees what it would see anyway', () => {
    expect(slotsOf({ gpus: 'auto', share: 1 }, gpus)).toEqual([{ number: 0, variables: {} }]);
  });

  test('several have a GPU each, and no more run than there are', () => {
    const slots = slotsOf({ local: 4, gpus: 'auto', share: 1 }, gpus);
    expect(slots.map(({ variables }) => variables)).toEqual([
      { CUDA_VISIBLE_DEVICES: 'GPU-a' },
      { CUDA_VISIBLE_DEVICES: 'GPU-b' },
    ]);
    expect(slotsOf({ local: 4, gpus: 'auto', share: 2 }, gpus).map(({ gpu }) => gpu)).toEqual([
      'GPU 0',
      'GPU 1',
      'GPU 0',
      'GPU 1',
    ]);
  });

  test('those that are named, or none', () => {
    expect(slotsOf({ gpus: [1], share: 2 }, gpus).map(({ gpu }) => gpu)).toEqual(['GPU 1', 'GPU 1']);
    expect(slotsOf({ local: 3, gpus: 'none', share: 1 }, gpus).map(({ variables }) => variables)).toEqual([
      {},
      {},
      {},
    ]);
    expect(slotsOf({ local: 3, gpus: 'auto', share: 1 }, [])).toHaveLength(3);
    expect(missingGpus({ gpus: [0, 7], share: 1 }, gpus)?.what).toBe('workers.gpus: there is no GPU 7');
    expect(missingGpus({ gpus: [0, 1], share: 1 }, gpus)).toBeUndefined();
  });

  test("AMD's GPUs go by ROCm's variables", () => {
    const [first] = slotsOf({ local: 2, gpus: 'auto', share: 1 }, [
      { vendor: 'amd', id: '1' },
      { vendor: 'amd', id: '2' },
    ]);
    expect(first?.variables).toEqual({ ROCR_VISIBLE_DEVICES: '1', HIP_VISIBLE_DEVICES: '0' });
  });

  test('what the environment leaves of the GPUs', () => {
    const present = [{ vendor: 'nvidia' as const, uuid: 'GPU-a' }, { vendor: 'nvidia' as const }];
    expect(usableGpus(present, {}).map(({ id }) => id)).toEqual(['GPU-a', '1']);
    expect(usableGpus(present, { CUDA_VISIBLE_DEVICES: '1, 0' }).map(({ id }) => id)).toEqual(['1', '0']);
    expect(usableGpus(present, { CUDA_VISIBLE_DEVICES: '1,-1,0' }).map(({ id }) => id)).toEqual(['1']);
    expect(usableGpus(present, { CUDA_VISIBLE_DEVICES: '' })).toEqual([]);
    expect(usableGpus([], { CUDA_VISIBLE_DEVICES: '0' })).toEqual([]);
  });
});

describe('other names than are sought', () => {
  test('one that is nearly a sought one is told of at once, and once', () => {
    const others = new OtherNames(['val_acc', 'loss'], false);
    expect(others.take({ vall_acc: 1, epoch: 2 })).toMatchObject({
      what: 'the trial reports vall_acc and, until now, nothing of val_acc, loss',
      fix: 'Did you mean `val_acc`? Both must have the same name.',
    });
    expect(others.take({ vall_acc: 1 })).toBeUndefined();
  });

  test('others after some reports, all their names', () => {
    const others = new OtherNames(['accuracy'], false);
    const said = Array.from({ length: 5 }, (_, n) => others.take({ f1: n, 'val/f1': n, 'global step': n }));
    expect(said.slice(0, 4)).toEqual([undefined, undefined, undefined, undefined]);
    expect(said[4]?.what).toBe('the trial reports f1, val/f1 and, until now, nothing of accuracy');
  });

  test('never where what is sought was said, or where nothing has a name', () => {
    const others = new OtherNames(['accuracy'], false);
    for (let n = 0; n < 20; n++) expect(others.take({ epoch: n, 'global step': n })).toBeUndefined();
    others.proven();
    expect(others.take({ acuracy: 1 })).toBeUndefined();
    expect(new OtherNames(['accuracy'], true).take({ acuracy: 1 })).toBeUndefined();
  });
});

describe('failures', () => {
  const failed = { trial: 0, failed: true, again: false, hasSpoken: true };

  test('a first trial without a word ends the search, unless it will be tried again', () => {
    expect(new FailureWatch(false).take({ ...failed, hasSpoken: false })).toContain('first trial');
    expect(new FailureWatch(false).take({ ...failed, hasSpoken: false, again: true })).toBeUndefined();
    expect(new FailureWatch(true).take({ ...failed, hasSpoken: false })).toBeUndefined();
  });

  test('so does a first trial that came to its end without having said one of several metrics', () => {
    const partial = { ...failed, isIncomplete: true };
    expect(new FailureWatch(false).take(partial)).toContain('all that is sought');
    expect(new FailureWatch(false).take({ ...partial, again: true })).toBeUndefined();
    expect(new FailureWatch(true).take(partial)).toBeUndefined();
  });

  test('five in a row at the start, ten later; longer and longer waits between them', () => {
    const watch = new FailureWatch(false);
    const waits: number[] = [];
    for (let i = 0; i < 4; i++) {
      expect(watch.take(failed)).toBeUndefined();
      waits.push(watch.waitS);
    }
    expect(waits).toEqual([0, 1, 2, 4]);
    expect(watch.take(failed)).toContain('5 trials');
    const later = new FailureWatch(false);
    later.take({ ...failed, failed: false });
    expect(
      Array.from({ length: 10 }, () => later.take(failed)).filter((why) => why !== undefined),
    ).toHaveLength(1);
    expect(later.waitS).toBe(60);
    later.take({ ...failed, failed: false });
    expect(later.waitS).toBe(0);
  });
});

test('silence is judged by the longest before, and never within ten minutes', () => {
  const silence = new Silence(undefined);
  expect(silence.limitS).toBe(Number.POSITIVE_INFINITY);
  silence.broken(2);
  expect(silence.limitS).toBe(600);
  silence.broken(100);
  silence.broken(3);
  expect(silence.limitS).toBe(2000);
  expect(new Silence(5).limitS).toBe(5);
});

test('energy is written down every half minute, or for each hundredth of the budget', () => {
  const pace = new MeterPace(100);
  expect(pace.isDue(129, 10, {})).toBe(false);
  expect(pace.isDue(130, 10, {})).toBe(true);
  pace.noted(130, 10);
  expect(pace.isDue(131, 19, { energy: 1000 })).toBe(false);
  expect(pace.isDue(131, 20, { energy: 1000 })).toBe(true);
  expect(pace.isDue(131, 10, { time: 100 })).toBe(true);
});
