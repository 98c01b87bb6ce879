import type { ComponentRecord } from '../../book/run-record.ts';
import type { Derivation } from '../../units/derivation.ts';
import { accuracyNode, seenFactor } from './accuracy-nodes.ts';
import { constantAt, factor } from './constants.ts';
import { errorWords } from './error-words.ts';
import { type Evidence, idleErrors, type Named, seen } from './evidence.ts';
import { shareWords } from './method-words.ts';
import { modelNodes } from './model-nodes.ts';
import { exactly, numberless, recorded } from './nodes.ts';
import { supplyOf } from './other-nodes.ts';
import { readingNode } from './reading-nodes.ts';

/** What may be asked of a component. */
export type ComponentPart = 'attributed' | 'active' | 'idle' | 'machine' | 'share';

/** A figure of one component of a run. */
export function componentNode(e: Evidence, named: Named, part: ComponentPart): Derivation {
  const { name, component } = named;
  if (part === 'machine') return readingNode(e, named, `${name} of the whole machine`);
  if (part === 'idle') return idleNode(e, named, `${name} at rest, of the whole machine`);
  if (part === 'share') return shareNode(e, named, `share of ${name}`);
  const id = `energy.components.${name}.${part}`;
  const label = part === 'active' ? `${name} above idle` : name;
  const w = component[part];
  if (isUnread(component)) {
    const why = component.reason ?? 'it could not be read';
    return recorded(id, label, w, {
      ...seen(e, `no meter: ${why}`),
      grade: component.grade,
      assumed: `${name} could not be read: joulebook doctor says why and what to do`,
    });
  }
  if (e.record.parts !== undefined) return sumOfRuns(e, named, id, label, part);
  const owned = idleShareOf(component);
  // A nested run has no idle share of its own.
  const ownsIdle =
    part === 'attributed' && owned !== null && (e.record.parentId === undefined || owned !== 0);
  return recorded(id, label, w, {
    formula: ownsIdle ? '(reading − idle) × share + idle × idle share' : '(reading − idle) × share',
    from: [
      readingNode(e, named),
      idleNode(e, named),
      shareNode(e, named),
      ...(ownsIdle ? [idleShareNode(e, named, owned)] : []),
    ],
    grade: component.grade,
  });
}

function isUnread({ machine }: ComponentRecord): boolean {
  return machine.value === null && machine.low === null && machine.high === null;
}

/** Energies of the runs of a job are added as they are; what each owns of its machine stands in each. */
function sumOfRuns(
  e: Evidence,
  named: Named,
  id: string,
  label: string,
  part: 'attributed' | 'active',
): Derivation {
  return recorded(id, label, named.component[part], {
    formula: 'Σ over the runs that this is the sum of',
    from: [readingNode(e, named)],
    grade: named.component.grade,
    note: 'the record of a sum holds no shares: ask for the figure of one of its runs',
  });
}

/** The machine's energy at rest, by the idle power that was known when the run began. */
function idleNode(e: Evidence, named: Named, label = 'idle'): Derivation {
  const { name, component } = named;
  const { durationS } = e.record;
  const mean =
    component.idle.value === null || durationS <= 0
      ? undefined
      : `${Number((component.idle.value / durationS).toPrecision(3))} W on average`;
  return recorded(`energy.components.${name}.idle`, label, component.idle, {
    formula: 'Σ over the samples of the smaller of reading and idle power × time',
    from: [idlePowerNode(e, named)],
    ...(mean === undefined ? {} : { note: mean }),
  });
}

function idlePowerNode(e: Evidence, named: Named): Derivation {
  const { name, component } = named;
  const errors = idleErrors(e, named);
  const origin = originOf(Object.keys(errors), name, component.method);
  const factors = Object.entries(errors).flatMap(([source, spread]) => {
    if (source.startsWith('gpu-idle:')) {
      const own = errorWords(source).what;
      return [{ ...factor(`error.${source}`, own, spread), ...seen(e, 'data/meters/gpu-idle.json') }];
    }
    return accuracyNode(e, named, source, spread) ?? seenFactor(e, source, spread) ?? [];
  });
  const from = [...originNodes(e, named, origin), ...factors];
  return numberless(`idle-power.${name}`, 'idle power', 'W', {
    ...(from.length === 0 ? seen(e, ORIGINS[origin].words) : { formula: ORIGINS[origin].words, from }),
    ...(ORIGINS[origin].assumed === undefined ? {} : { assumed: ORIGINS[origin].assumed }),
    note: 'the record holds the energy at rest, not the power',
  });
}

type Origin = 'calibration' | 'floor' | 'model' | 'gpu-limit' | 'driver' | 'wall' | 'none';

const ORIGINS: Readonly<Record<Origin, { readonly words: string; readonly assumed?: string }>> = {
  calibration: { words: "this machine's calibration" },
  floor: { words: 'what this machine was seen to draw at rest by earlier runs' },
  driver: { words: "the driver's word" },
  wall: { words: '(chips at rest + base power) / efficiency of the supply − chips at rest' },
  model: {
    words: 'the power model at rest',
    assumed: 'idle power by the model: joulebook calibrate measures it, and runs on an idle machine learn it',
  },
  'gpu-limit': {
    words: "a part of the GPU's power limit",
    assumed: 'idle power as a part of its power limit: runs beside the idle GPU learn it',
  },
  none: {
    words: 'not known: active energy has bounds only',
    assumed: 'no idle power: joulebook calibrate measures it',
  },
};

/** Where an idle power is from, as its error sources tell (`src/meters/machine/idle-powers.ts`). */
function originOf(sources: readonly string[], name: string, method: string): Origin {
  const has = (prefix: string): boolean => sources.some((source) => source.startsWith(prefix));
  if (has('calibration:')) return 'calibration';
  if (has('floor:')) return 'floor';
  if (has('gpu-idle:')) return 'gpu-limit';
  if (has('model:') || has('idle:')) return 'model';
  if (name === 'other' && !method.startsWith('model:')) return 'wall';
  return sources.length === 0 ? 'none' : 'driver';
}

function originNodes(e: Evidence, named: Named, origin: Origin): readonly Derivation[] {
  if (origin === 'model') return modelNodes(e, named, idleErrors(e, named), 'rest');
  if (origin === 'wall') return supplyOf(e);
  if (origin !== 'gpu-limit') return [];
  const row = { file: 'meters/gpu-idle.json', path: ['ofMax'] } as const;
  return [constantAt(e.tables, row, 'part of the power limit', '1')];
}

/** The run's part of the energy above idle. */
function shareNode(e: Evidence, { name, component }: Named, label = 'share'): Derivation {
  const { method, value } = component.share;
  const id = `energy.components.${name}.share`;
  const sayings = seen(e, shareWords(method));
  if (value === null) {
    const why = component.active.value === null ? 'known by its bounds only' : 'nothing was drawn above idle';
    return numberless(id, label, '1', { ...sayings, note: why });
  }
  return exactly(id, label, value, '1', sayings);
}

/** Less than this is what is left of a difference of two sums. */
const ROUNDING = 1e-12;

/** The run's part of the energy at rest, as it follows from what the record holds; null where it cannot be told. */
function idleShareOf({ attributed, active, idle }: ComponentRecord): number | null {
  if (attributed.value === null || active.value === null || idle.value === null || idle.value === 0)
    return null;
  const share = (attributed.value - active.value) / idle.value;
  return Math.abs(share) < ROUNDING ? 0 : share;
}

function idleShareNode(e: Evidence, { name }: Named, value: number): Derivation {
  const { policy, coTenants } = e.record.energy;
  const others = coTenants === 1 ? '1 other run was' : `up to ${coTenants} other runs were`;
  const alone = `${coTenants === 0 ? 'no other run was' : others} alive${value < 1 ? '; the rest is theirs, of untracked work, or of nobody' : ''}`;
  return exactly(`idle-share.${name}`, 'idle share', value, '1', {
    ...seen(e, `the rule: ${idleRule(name, policy['idle'] ?? 'not recorded')}`),
    note: alone,
  });
}

/** Whose idle energy is (docs/methodology/attribution.md); of CPU and memory the record says it. */
function idleRule(name: string, policy: string): string {
  if (name.startsWith('gpu:')) return 'idle energy of a GPU is of those who hold it, in equal parts';
  return name === 'other' ? `losses as the energy that causes them, base power by ${policy}` : policy;
}
