import type { RunRecord } from '../../book/run-record.ts';
import type { Grade } from '../../units/sourced.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';
import { fromWritten, written } from '../../units/estimate.ts';
import { linear, scale } from '../../units/arithmetic.ts';
import type { RunKey } from '../lock/run-key.ts';

/** The energy of a stage at three layers, J: its own and its part of what the machine used to be on. */
export interface StageEnergy {
  readonly chips: WrittenEstimate;
  readonly wall: WrittenEstimate;
  readonly facility: WrittenEstimate;
}

/**
 * What it took to compute one result of a stage: `joulebook.stage/1`. It lies in the cache under the hashes by which DVC's run-cache knows the work and
 * its result, so that whoever restores the result knows what was saved.
 */
export interface StageRecord {
  readonly schema: 'joulebook.stage/1';
  /** SHA-256 of the work, as in DVC's run-cache. */
  readonly key: string;
  /** SHA-256 of the work with its result. */
  readonly value: string;
  readonly energy: StageEnergy;
  /** By component, at the chips. */
  readonly components: Readonly<Record<string, WrittenEstimate>>;
  /** Operational, g CO2e. */
  readonly carbon: WrittenEstimate;
  readonly grade: Grade;
  readonly machine: StageMachine;
  readonly durationS: number;
  /** ULID of the run that measured it. */
  readonly run: string;
  /** When it ended, ISO 8601, UTC. */
  readonly at: string;
}

/** Where it was computed. */
export interface StageMachine {
  readonly hostId: string;
  readonly cpu?: string;
  readonly gpus: readonly string[];
}

/**
 * The record of a stage from the run that measured it. A run inside another has no part of the idle energy of its own: it gets that of the root run
 * which fell to it.
 *
 * @param root the run that it was part of, as it stood when the stage ended.
 * @param idlePart the part of the root's idle energy that fell to the stage, 0 to 1.
 */
export function stageRecord(
  { key, value }: RunKey,
  stage: RunRecord,
  root: RunRecord,
  idlePart: number,
): StageRecord {
  const energy = stageEnergy(stage, root, idlePart);
  const components = Object.entries(stage.energy.components).map(
    ([name, { active }]): [string, WrittenEstimate] => {
      const whole = root.energy.components[name];
      return [name, whole === undefined ? active : withIdle(active, whole, idlePart)];
    },
  );
  const { machine } = stage;
  return {
    schema: 'joulebook.stage/1',
    key,
    value,
    energy,
    components: Object.fromEntries(components),
    carbon: carbonWith(stage.carbon.operational, stage.energy.facility.active, energy.facility),
    grade: stage.grade,
    machine: {
      hostId: stage.hostId,
      ...(machine === null ? {} : { cpu: machine.cpu }),
      gpus: machine?.gpus ?? [],
    },
    durationS: stage.durationS,
    run: stage.id,
    at: stage.endedAt ?? stage.startedAt,
  };
}

/** The energy of a stage, with its part of the idle energy of the run that it was part of. Parameters as of {@link stageRecord}. */
export function stageEnergy(stage: RunRecord, root: RunRecord, idlePart: number): StageEnergy {
  const layer = (name: 'chips' | 'wall' | 'facility'): WrittenEstimate =>
    withIdle(stage.energy[name].active, root.energy[name], idlePart);
  return { chips: layer('chips'), wall: layer('wall'), facility: layer('facility') };
}

function withIdle(
  active: WrittenEstimate,
  root: { readonly attributed: WrittenEstimate; readonly active: WrittenEstimate },
  part: number,
): WrittenEstimate {
  const terms = linear([
    [1, fromWritten(active)],
    [part, fromWritten(root.attributed)],
    [-part, fromWritten(root.active)],
  ]);
  return written(terms, active.unit);
}

/** Carbon goes with the energy of the facility. */
function carbonWith(
  operational: WrittenEstimate,
  active: WrittenEstimate,
  all: WrittenEstimate,
): WrittenEstimate {
  if (active.value === null || all.value === null || active.value === 0) return operational;
  return written(scale(fromWritten(operational), all.value / active.value), operational.unit);
}
