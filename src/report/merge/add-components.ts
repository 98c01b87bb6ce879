import type { ComponentRecord, EnergyRecord, RunRecord } from '../../book/run-record.ts';
import type { Grade } from '../../units/sourced.ts';
import { addMachines, addPart } from './add-written.ts';

/** A component of one of the runs, and the group of runs in which that stands. */
interface Placed {
  readonly group: number;
  readonly component: ComponentRecord;
}

/**
 * Adds runs by component. CPU, RAM and `other` of all machines are one each; GPUs stay single, numbered anew in the order of the runs: `gpu:0` of two
 * nodes are two devices, one UUID in two runs is one.
 *
 * @param groups the runs, those of one machine and time together.
 */
export function addComponents(groups: readonly (readonly RunRecord[])[]): EnergyRecord['components'] {
  const byName = new Map<string, Placed[]>();
  for (const [group, runs] of groups.entries()) {
    for (const run of runs) {
      for (const [name, component] of Object.entries(run.energy.components)) {
        const key = name.startsWith('gpu:') ? `gpu ${component.uuid ?? `${run.hostId} ${name}`}` : name;
        byName.set(key, [...(byName.get(key) ?? []), { group, component }]);
      }
    }
  }
  let gpus = 0;
  const components = [...byName].map(([key, placed]): readonly [string, ComponentRecord] => {
    return [key.startsWith('gpu ') ? `gpu:${gpus++}` : key, added(placed)];
  });
  const isOther = ([name]: readonly [string, ComponentRecord]): boolean => name === 'other';
  return Object.fromEntries([...components.filter((one) => !isOther(one)), ...components.filter(isOther)]);
}

function added(placed: readonly Placed[]): ComponentRecord {
  const all = placed.map(({ component }) => component);
  const [first] = all as [ComponentRecord, ...ComponentRecord[]];
  const machines = (part: 'machine' | 'idle') => {
    const groups = new Map<number, ComponentRecord[]>();
    for (const { group, component } of placed) groups.set(group, [...(groups.get(group) ?? []), component]);
    return addMachines(
      [...groups.values()].map((group) => group.map((one) => one[part])),
      'J',
    );
  };
  const uuids = new Set(all.map(({ uuid }) => uuid));
  const reasons = [...new Set(all.flatMap(({ reason }) => (reason === undefined ? [] : [reason])))];
  return {
    attributed: addPart(all, 'attributed'),
    active: addPart(all, 'active'),
    idle: machines('idle'),
    machine: machines('machine'),
    share: {
      method: joined(all.map(({ share }) => share.method)),
      value: all.length === 1 ? first.share.value : null,
    },
    method: joined(all.map(({ method }) => method)),
    grade: worst(all.map(({ grade }) => grade)),
    ...(uuids.size === 1 && first.uuid !== undefined ? { uuid: first.uuid } : {}),
    ...(reasons.length === 0 ? {} : { reason: reasons.join('; ') }),
  };
}

/** The worst of some grades; C of none. */
export function worst(grades: readonly Grade[]): Grade {
  return grades.length === 0 ? 'C' : grades.reduce((a, b) => (b > a ? b : a));
}

function joined(texts: readonly string[]): string {
  return [...new Set(texts)].join(', ');
}
