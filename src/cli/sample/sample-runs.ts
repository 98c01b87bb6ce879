import type { JournalEvent } from '../../book/journal-event.ts';
import { SAMPLE } from '../../book/sample-runs.ts';
import { runId } from '../../book/run-id.ts';
import type { WholeRun } from '../../book/whole-run.ts';
import { sampleMachine } from './sample-machine.ts';
import { EPOCHS, PARTS, RATES, SAMPLES, SEEDS, SIZES } from './sample-plan.ts';

const DAY_MS = 86_400_000;
const DAYS = 24;
/** Where the boot clock of a made-up run stands at its start, s. */
const T0 = 1000;
const [LOAD, EVALUATE] = [0.08, 0.06];

/** One training of the sample. */
interface Training {
  readonly size: (typeof SIZES)[number];
  readonly rate: (typeof RATES)[number];
  readonly seed: number;
  /** The part after which it broke; 1: it came to its end. */
  readonly part: number;
  /** Why it ended early. */
  readonly state: 'ok' | 'failed' | 'interrupted';
}

/**
 * The runs of the sample, the oldest first: three sizes of a model at three learning rates with three seeds over the last weeks; two broke, one was done twice. Nothing of
 * it was measured, and each run says so in its project, its tag, its name and a note.
 *
 * @param nowMs ms since 1970.
 * @param random uniform in [0, 1), for ids and noise.
 */
export function sampleRuns(nowMs: number, random: () => number): readonly WholeRun[] {
  const planned: readonly Training[] = SEEDS.flatMap((seed) =>
    SIZES.flatMap((size) => RATES.map((rate) => ({ size, rate, seed, part: 1, state: 'ok' as const }))),
  );
  const trainings = planned.flatMap((one, n): readonly Training[] => {
    if (n === 8) return [{ ...one, part: 0.4, state: 'failed' }, one];
    if (n === 16) return [{ ...one, part: 0.7, state: 'interrupted' }];
    return n === 13 ? [one, one] : [one];
  });
  const step = (DAYS * DAY_MS) / trainings.length;
  return trainings.map((one, n) => wholeRun(one, n, nowMs - (trainings.length - n) * step, random));
}

function wholeRun(
  { size, rate, seed, part, state }: Training,
  n: number,
  startedMs: number,
  random: () => number,
): WholeRun {
  const noise = (by: number): number => (random() - 0.5) * 2 * by;
  const id = runId(startedMs, random);
  const wholeS = size.minutes * 60 * (1 + noise(0.05));
  const durationS = wholeS * part;
  const params = { model: size.model, lr: rate.lr, seed };
  const events: (readonly [t: number, event: JournalEvent])[] = [[T0, sampleMachine()]];
  const end = T0 + durationS;
  const stages = [
    { name: 'load', from: 0, to: LOAD },
    { name: 'train', from: LOAD, to: 1 - EVALUATE },
    { name: 'evaluate', from: 1 - EVALUATE, to: 1 },
  ].filter(({ from }) => from < part);
  const dt = durationS / SAMPLES;
  let epoch = 0;
  let stage = -1;
  for (let i = 1; i <= SAMPLES; i++) {
    const [before, at] = [((i - 1) / SAMPLES) * part, (i / SAMPLES) * part];
    const t = T0 + i * dt;
    const now = stages.findLastIndex(({ from }) => from <= before + 1e-9);
    if (now !== stage) {
      const [left, next] = [stages[stage]?.name, stages[now]?.name ?? ''];
      if (left !== undefined) events.push([t - dt, { k: 'stage', op: 'end', name: left, w: left }]);
      events.push([t - dt, { k: 'stage', op: 'begin', name: next, w: next }]);
      stage = now;
    }
    const load = stage === 0 ? 0.1 : stage === 2 ? 0.5 : size.full * (0.92 + 0.08 * Math.sin(i / 4));
    const watts = PARTS.map(({ name, idle, full }) => {
      const busy = name === 'cpu' ? (stage === 0 ? 0.6 : 0.3) : load;
      return idle + (full - idle) * Math.min(1, Math.max(0, busy + noise(0.03)));
    });
    events.push([
      t,
      {
        k: 'sample',
        dt,
        e: watts.map((w) => w * dt),
        i: PARTS.map(({ idle }) => idle * dt),
        s: PARTS.map(() => 1),
        x: PARTS.map(() => 1),
        ua: 0,
        tr: 0,
        u: 4 * dt,
        b: 4 * dt,
        o: 0,
        n: 1,
      },
    ]);
    while (epoch < EPOCHS && LOAD + ((1 - EVALUATE - LOAD) * (epoch + 1)) / EPOCHS <= at + 1e-9) {
      epoch++;
      const reached = 1 - Math.exp((-4.5 * epoch) / EPOCHS);
      const accuracy = 0.1 + (size.best - rate.lost - 0.1) * reached + noise(0.002);
      events.push(
        [
          t,
          {
            k: 'metric',
            values: { accuracy: rounded(accuracy), loss: rounded(2.3 * (1 - reached) + 0.15) },
            epoch,
          },
        ],
        [t, { k: 'epoch', n: epoch, of: EPOCHS }],
      );
    }
  }
  const last = stages[stage]?.name;
  if (last !== undefined) events.push([end, { k: 'stage', op: 'end', name: last, w: last }]);
  const endedAt = new Date(startedMs + durationS * 1000).toISOString();
  events.push([end, { k: 'note', text: 'Sample data: this run never happened.', at: endedAt }]);
  return {
    start: {
      k: 'start',
      v: 1,
      id,
      rootId: id,
      name: `sample-${String(n + 1).padStart(2, '0')}`,
      project: SAMPLE,
      kind: 'command',
      command: ['python', 'train.py', '--model', size.model, '--lr', String(rate.lr), '--seed', String(seed)],
      cwd: '/sample',
      startedAt: new Date(startedMs).toISOString(),
      hostId: SAMPLE,
      bootId: SAMPLE,
      pid: 1,
      intervalS: 1,
      scope: 'attributed',
      params,
      tags: [SAMPLE],
      trackerVersion: SAMPLE,
      work: `sample ${size.model} ${rate.lr} ${seed}`,
    },
    startT: T0,
    events,
    end: {
      k: 'end',
      state,
      exitCode: { ok: 0, failed: 1, interrupted: 130 }[state],
      signal: state === 'interrupted' ? 'SIGINT' : null,
      endedAt,
      durationS,
      cpuS: 4 * durationS,
      cpuSource: SAMPLE,
    },
    endT: end,
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
