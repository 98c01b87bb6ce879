import type { RunRecord } from '../../book/run-record.ts';
import type { MachineInfo } from '../../hardware/machine-info.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';

/** Which energy is compared: `attributed` (with its share of idle), `active` (above idle) or that of the whole machine. */
export type Figure = 'attributed' | 'active' | 'machine';

/** What a comparison needs of a run; also a line of a baseline file. Nothing in it names a person, a path or a host. */
export interface Measured {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly startedAt: string;
  readonly durationS: number;
  readonly command: readonly string[];
  readonly commit?: string;
  /** A hash; two runs of one machine share it. */
  readonly hostId: string;
  readonly machine: MachineInfo | null;
  /** Component by component how it was measured. */
  readonly methods: Readonly<Record<string, string>>;
  readonly calibrationId?: string;
  readonly trackerVersion: string;
  readonly coTenants: number;
  /** Inside another run: it has no share of idle energy. */
  readonly isNested?: true;
  readonly grade: string;
  /** At the wall, J. */
  readonly energy: Readonly<Record<Figure, WrittenEstimate>>;
}

/** The part of a record that a comparison needs. */
export function measuredOf(record: RunRecord): Measured {
  const { id, name, project, startedAt, durationS, command, hostId, machine, trackerVersion, grade } = record;
  const { components, calibrationId, coTenants, wall } = record.energy;
  return {
    id,
    name,
    project,
    startedAt,
    durationS,
    command,
    ...(record.git === null ? {} : { commit: record.git.commit }),
    hostId,
    machine,
    methods: Object.fromEntries(Object.entries(components).map(([part, { method }]) => [part, method])),
    ...(calibrationId === undefined ? {} : { calibrationId }),
    trackerVersion,
    coTenants,
    ...(record.parentId === undefined ? {} : { isNested: true as const }),
    grade,
    energy: { attributed: wall.attributed, active: wall.active, machine: wall.machine },
  };
}
