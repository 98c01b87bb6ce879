import { join } from 'node:path';
import { readHead, readLine } from '../../hardware/small-file.io.ts';
import type { Host } from '../../host/host.ts';
import type { Channel, Finding, Target } from '../source.ts';
import type { BoardSearch } from './board-context.ts';
import type { ChannelReader, FoundReaders } from '../reading/channel-reader.ts';
import type { BoardConstants, SensorConstants } from './constants.ts';
import { CounterReader } from '../reading/counter-reader.io.ts';
import { attributeNumbers, type HwmonDevice, hwmonFile, listHwmon } from '../reading/hwmon.io.ts';
import { PowerReader } from '../reading/power-reader.io.ts';
import { probe, readableFix } from '../reading/probe.io.ts';
import { LABELLED_DRIVERS, type LabelledDriver, labelTarget } from './sensor-labels.ts';

/** Files of sensors are in µJ and µW. */
const MICRO = 1e-6;

interface Sensor {
  readonly driver: LabelledDriver;
  readonly hwmon: HwmonDevice;
  readonly file: string;
  readonly label: string;
  readonly target: Target;
  readonly isCounter: boolean;
}

/** Sensors of servers whose drivers name their part by a label: IBM POWER, AMD EPYC by `amd_energy`, Ampere, Arm SCMI. */
export function findLabelled(host: Host, search: BoardSearch): FoundReaders {
  const readers: ChannelReader[] = [];
  const findings: Finding[] = [];
  for (const hwmon of listHwmon(host)) {
    const driver = LABELLED_DRIVERS.find((name) => name === hwmon.name);
    if (driver === undefined) continue;
    const isTwin = driver === 'amd_energy' && isPowercapReadable(host);
    for (const sensor of sensorsOf(driver, hwmon)) {
      const parent = join(host.roots.sys, 'class/hwmon');
      const file = hwmonFile(parent, hwmon, sensor.file);
      const failure = isTwin ? undefined : probe([file]);
      const why = isTwin ? { why: 'powercap (rapl) reads the same register and is counted' } : {};
      findings.push({
        meter: driver,
        state: failure === undefined ? 'found' : 'unusable',
        what: isTwin ? `${sensor.label}, not counted` : sensor.label,
        targets: isTwin ? [] : [sensor.target],
        ...why,
        ...failure,
      });
      if (failure === undefined && !isTwin) readers.push(readerOf(sensor, file, search));
    }
  }
  return { readers, findings };
}

/** A counter is preferred to a power of the same label. */
function sensorsOf(driver: LabelledDriver, hwmon: HwmonDevice): readonly Sensor[] {
  const sensors = new Map<string, Sensor>();
  for (const [kind, suffixes] of [
    ['energy', ['input']],
    ['power', ['average', 'input']],
  ] as const) {
    for (const suffix of suffixes) {
      for (const n of attributeNumbers(hwmon.folder, kind, suffix)) {
        const label = readLine(join(hwmon.folder, `${kind}${n}_label`));
        const target = labelTarget(driver, label);
        if (target === undefined || sensors.has(label)) continue;
        const file = `${kind}${n}_${suffix}`;
        sensors.set(label, { driver, hwmon, file, label, target, isCounter: kind === 'energy' });
      }
    }
  }
  return [...sensors.values()];
}

function readerOf(
  sensor: Sensor,
  file: ReturnType<typeof hwmonFile>,
  { hostId, constants, times }: BoardSearch,
): ChannelReader {
  const known = constantsOf(sensor, constants);
  const maxW = known.maxW.value;
  const channel: Channel = {
    target: sensor.target,
    method: sensor.isCounter ? 'hwmon:energy' : 'hwmon:power',
    label: sensor.label,
    grade: 'A',
    errors: { [`${sensor.driver}:${hostId}`]: known.sd.value },
    maxW,
  };
  const fix = readableFix(join(sensor.hwmon.folder, sensor.file));
  if (sensor.isCounter) {
    // The drivers extend the registers to 64 bit by themselves.
    return new CounterReader({
      channel,
      file,
      counter: { stepJ: MICRO, range: Number.POSITIVE_INFINITY, maxW, settleS: times.settleS.value },
      fix,
    });
  }
  return new PowerReader({
    channel,
    terms: [{ files: [file], stepW: MICRO }],
    maxW,
    times,
    fix,
  });
}

function constantsOf(sensor: Sensor, constants: BoardConstants): SensorConstants {
  if (sensor.driver === 'amd_energy') return constants.amdEnergy;
  if (sensor.driver !== 'occ' && sensor.driver !== 'ibmpowernv') return constants.arm;
  return sensor.target === 'dc' ? constants.powerSystem : constants.power;
}

function isPowercapReadable(host: Host): boolean {
  return readHead(join(host.roots.sys, 'class/powercap/intel-rapl:0/energy_uj'), 64) !== undefined;
}
