import { problem, type Warning } from '../errors.ts';
import type { MachineDescription } from '../hardware/describe-machine.io.ts';
import type { Host } from '../host/host.ts';
import { packageJson } from '../host/package-data.io.ts';
import { useCalibration } from './calibration/use-calibration.io.ts';
import { type Feeds, type MeterSettings, NO_FEEDS } from './feeds.ts';
import type { GpuTenancy } from './gpu-tenancy.ts';
import { lookAround } from './look-around.io.ts';
import { readFloor } from './machine/floor-file.io.ts';
import type { GpuIdlePrior } from './machine/idle-power.ts';
import { idlePowers } from './machine/idle-powers.ts';
import { MachineMeter } from './machine/machine-meter.ts';
import { unavailableGpus } from './machine/unavailable-gpus.ts';
import { wallOfClass } from './machine/wall-from-chips.ts';
import type { Meter } from './meter.ts';
import { knownCpu } from './model/known-cpu.io.ts';
import { machineModel } from './model/machine-model.ts';
import { modelTables } from './model/model-tables.io.ts';
import type { Finding, Found } from './source.ts';

/** What reads this machine. */
export interface DetectedMeters {
  readonly meter: Meter;
  /** Who uses its GPUs. */
  readonly tenancies: readonly GpuTenancy[];
  /** What was looked for, and what came of it. */
  readonly findings: readonly Finding[];
  /** What looking around brought, where that was nothing that can be read: another run need not look again. */
  readonly nothing?: readonly Found[];
  /** Id of the calibration that is used. */
  readonly calibrationId?: string;
  readonly warnings: readonly Warning[];
}

/**
 * Chooses the meters of a machine: counters where it has any, the power model where not.
 *
 * @param given.nothing what another run of this process has found by looking around: nothing to be read.
 */
export function detectMeters(
  host: Host,
  machine: MachineDescription,
  hostId: string,
  given: {
    readonly feeds?: Feeds;
    readonly settings?: MeterSettings;
    readonly nothing?: readonly Found[] | undefined;
  } = {},
): DetectedMeters {
  const { info } = machine;
  const tables = modelTables();
  const cpu = knownCpu(info.cpu);
  const uncalibrated = machineModel(info, cpu, hostId, tables);
  const found =
    given.nothing ??
    lookAround(host, {
      hostId,
      info,
      tdpW: info.virtual ? undefined : cpu.tdpW,
      raplTrusted: given.settings?.rapl === 'trusted',
      feeds: (given.feeds ?? NO_FEEDS).found,
    });
  const sources = found.flatMap((one) => one.sources);
  const findings = found.flatMap((one) => one.findings);
  const channels = sources.flatMap((source) => source.channels);
  const calibrated = useCalibration(host, {
    hostId,
    info,
    tables,
    channels,
    model: uncalibrated,
    wall: wallOfClass(tables.supply.classes[info.virtual ? 'server' : info.chassis], hostId),
  });
  const { model, calibration } = calibrated;
  const idle =
    channels.length === 0
      ? {}
      : idlePowers(channels, {
          model,
          hostId,
          floor: readFloor(host, hostId),
          ...(calibrated.idle === undefined ? {} : { calibrated: calibrated.idle }),
          gpuPrior: packageJson('data/meters/gpu-idle.json') as GpuIdlePrior,
        });
  const unavailable = unavailableGpus(machine.gpus, channels, findings);
  const cpuFinding = findings.find(({ state, targets }) => state === 'unusable' && targets.includes('cpu'));
  const meter = new MachineMeter({
    sources,
    model,
    wall: calibrated.wall,
    idle,
    unavailable,
    ...(cpuFinding === undefined ? {} : { cpuReason: reasonOf(cpuFinding) }),
  });
  const ofGpus = unavailable.length === 0 ? [] : [gpuWarning(unavailable.length, unavailable[0]?.reason)];
  const tenancies = found.flatMap((one) => one.tenancies ?? []);
  return {
    meter,
    tenancies,
    findings,
    ...(sources.length + tenancies.length > 0 ? {} : { nothing: found }),
    ...(calibration === undefined ? {} : { calibrationId: calibration.id }),
    warnings: [...calibrated.warnings, ...ofGpus],
  };
}

function reasonOf({ what, why, fix }: Finding): string {
  return [what, why, fix].filter((text) => text !== undefined).join('; ');
}

function gpuWarning(count: number, reason: string | undefined): Warning {
  const some = count === 1 ? 'a GPU is' : `${count} GPUs are`;
  return problem(
    'E_METER',
    `${some} present and cannot be measured`,
    reason,
    '`joulebook doctor` says what would help; until then take the totals as those of the rest of the machine',
  );
}
