import { describeMachine } from '../../hardware/describe-machine.io.ts';
import { hostId } from '../../hardware/host-id.io.ts';
import type { Host } from '../../host/host.ts';
import { calibrationConstants } from '../../meters/calibration/constants.io.ts';
import type { WallKnowledge } from '../../meters/calibration/predict-wall.ts';
import { useCalibration } from '../../meters/calibration/use-calibration.io.ts';
import type { MeterSettings } from '../../meters/feeds.ts';
import { startFeeds } from '../../meters/feeds.io.ts';
import { lookAround } from '../../meters/look-around.io.ts';
import { wallOfClass } from '../../meters/machine/wall-from-chips.ts';
import { knownCpu } from '../../meters/model/known-cpu.io.ts';
import { machineModel } from '../../meters/model/machine-model.ts';
import { modelTables } from '../../meters/model/model-tables.io.ts';
import type { Surroundings } from './surroundings.ts';

/** Finds the meters of this machine, the plug that is named among them. */
export async function lookAtMachine(host: Host, settings: MeterSettings): Promise<Surroundings> {
  const id = hostId(host);
  const machine = describeMachine(host);
  const { info } = machine;
  const tables = modelTables();
  const cpu = knownCpu(info.cpu);
  const model = machineModel(info, cpu, id, tables);
  const feeds = await startFeeds(host, id, settings);
  const found = lookAround(host, {
    hostId: id,
    info,
    tdpW: info.virtual ? undefined : cpu.tdpW,
    raplTrusted: settings.rapl === 'trusted',
    feeds: feeds.found,
  });
  const sources = found.flatMap((one) => one.sources);
  const channels = sources.flatMap((source) => source.channels);
  const wall = wallOfClass(tables.supply.classes[info.virtual ? 'server' : info.chassis], id);
  const calibrated = useCalibration(host, { hostId: id, info, tables, model, wall, channels });
  const constants = calibrationConstants();
  const names = { hostId: id, day: new Date(host.clock.wallMs()).toISOString().slice(0, 10) };
  const byTables: WallKnowledge = { model, wall, constants, names, shapeW: model.wall.watts };
  const { calibration } = calibrated;
  return {
    hostId: id,
    machine,
    tables,
    model,
    sources,
    findings: found.flatMap((one) => one.findings),
    byTables,
    now:
      calibration === undefined
        ? byTables
        : { ...byTables, model: calibrated.model, wall: calibrated.wall, calibration },
    warnings: calibrated.warnings,
  };
}
