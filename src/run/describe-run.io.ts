import type { MachineEvent } from '../book/journal-event.ts';
import type { Warning } from '../errors.ts';
import {
  type FootprintConstants,
  type FootprintOptions,
  footprintConstants,
} from '../grid/footprint-constants.io.ts';
import type { MachineDescription } from '../hardware/describe-machine.io.ts';
import type { CloudPlace } from '../hardware/cloud-place.ts';
import { gitCommit } from '../hardware/git-commit.io.ts';
import { hostId } from '../hardware/host-id.io.ts';
import type { MachineInfo } from '../hardware/machine-info.ts';
import type { Host } from '../host/host.ts';
import { detectMeters } from '../meters/detect.io.ts';
import type { GpuTenancy } from '../meters/gpu-tenancy.ts';
import type { Meter } from '../meters/meter.ts';
import type { Found } from '../meters/source.ts';
import { recordedEnvironment } from './environment.ts';
import type { SessionOptions } from './session-options.ts';

/** What a run stands on: the machine, its meters and the constants of its footprint. */
export interface RunGround {
  readonly event: MachineEvent;
  readonly meter: Meter;
  readonly tenancies: readonly GpuTenancy[];
  readonly constants: FootprintConstants;
  /** What looking for meters brought, where that was nothing to be read. */
  readonly nothing?: readonly Found[];
  readonly warnings: readonly Warning[];
}

/**
 * Chooses the meters and looks up the constants for a run on this machine.
 *
 * @param known what a run of this process with the same options stands on.
 */
export function describeRun(
  host: Host,
  options: SessionOptions,
  machine: MachineDescription,
  known?: RunGround,
): RunGround {
  const { meter, tenancies, warnings, calibrationId, nothing } = detectMeters(host, machine, hostId(host), {
    nothing: known?.nothing,
    ...(options.feeds === undefined ? {} : { feeds: options.feeds }),
    ...(options.meters === undefined ? {} : { settings: options.meters }),
  });
  const constants = known?.constants ?? footprintConstants(host, machine.info, footprintOptions(options));
  const git = gitCommit(options.cwd);
  const event: MachineEvent = {
    k: 'machine',
    machine: machine.info,
    components: meter.components,
    pue: constants.pue,
    intensity: constants.intensity,
    ...(constants.embodied === undefined ? {} : { embodied: constants.embodied }),
    ...(constants.price === undefined ? {} : { price: constants.price }),
    ...(constants.wue === undefined ? {} : { wue: constants.wue }),
    ...(constants.market === undefined ? {} : { market: constants.market }),
    ...(git === undefined ? {} : { git }),
    policy: {
      idle: 'reservations, then equal parts among root runs and untracked work above 5 % of capacity',
      share: 'CPU time of the run over all busy CPU time',
      scope: options.scope,
      ...(calibrationId === undefined ? {} : { calibrationId }),
      ...(constants.embodiedReason === undefined ? {} : { embodied: constants.embodiedReason }),
    },
    environment: recordedEnvironment(host.env),
  };
  return {
    event,
    meter,
    tenancies,
    constants,
    ...(nothing === undefined ? {} : { nothing }),
    warnings: [...warnings, ...constants.warnings],
  };
}

/** What changes of a run's machine line when it is known where in a cloud the machine stands. */
export function placedAt(
  host: Host,
  options: SessionOptions,
  machine: MachineInfo,
  { cloud, region, instanceType }: CloudPlace,
): Partial<MachineEvent> & { readonly warnings: readonly Warning[] } {
  const info: MachineInfo = {
    ...machine,
    ...(cloud === undefined ? {} : { cloud }),
    ...(region === undefined ? {} : { cloudRegion: region }),
    ...(instanceType === undefined ? {} : { instanceType }),
  };
  const constants = footprintConstants(host, info, footprintOptions(options));
  const { intensity, pue, embodied, wue, warnings } = constants;
  return {
    machine: info,
    intensity,
    pue,
    ...(embodied === undefined ? {} : { embodied }),
    ...(wue === undefined ? {} : { wue }),
    warnings,
  };
}

function footprintOptions(options: SessionOptions): FootprintOptions {
  const { region, configRegion, intensityGPerKwh, pue, wue, marketGPerKwh, price } = options;
  return { region, configRegion, intensityGPerKwh, pue, wue, marketGPerKwh, price };
}
