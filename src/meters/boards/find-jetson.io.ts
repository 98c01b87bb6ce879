import { basename, join } from 'node:path';
import { readLine } from '../../hardware/small-file.io.ts';
import type { Host } from '../../host/host.ts';
import type { Channel, Finding } from '../source.ts';
import type { BoardSearch } from './board-context.ts';
import type { ChannelReader, FoundReaders } from '../reading/channel-reader.ts';
import { attributeNumbers, hwmonFile, listHwmon } from '../reading/hwmon.io.ts';
import { namesIn } from '../reading/sysfs-folder.io.ts';
import { isShared, jetsonGroups, type Rail, type RailGroup } from './jetson-rails.ts';
import { PowerReader, type PowerTerm } from '../reading/power-reader.io.ts';
import { probe } from '../reading/probe.io.ts';

const MILLI = 1e-3;
const MICRO = 1e-6;

/** The INA3221 power monitors of an NVIDIA Jetson, by the kernel's own driver or by the older one of L4T. */
export function findJetson(host: Host, search: BoardSearch): FoundReaders {
  const rails = [...hwmonRails(host), ...iioRails(host)];
  if (rails.length === 0) return { readers: [], findings: [] };
  const findings: Finding[] = [];
  const readable = rails.filter((rail) => {
    const failure = probe(rail.reading.files);
    if (failure === undefined) return true;
    findings.push({
      meter: 'ina3221',
      state: 'unusable',
      what: `rail ${rail.label}`,
      targets: [],
      ...failure,
    });
    return false;
  });
  const groups = jetsonGroups(readable, search.firstGpu);
  if (groups.length === 0 && readable.length > 0) {
    const labels = readable.map(({ label }) => label).join(', ');
    const why = 'no rail of that name is known to be the input of a board or the supply of a chip';
    findings.push({ meter: 'ina3221', state: 'unusable', what: `rails ${labels}`, why, targets: [] });
  }
  const readers = groups.map((group) => {
    findings.push(finding(group));
    return reader(group, search);
  });
  return { readers, findings };
}

function reader(group: RailGroup<PowerTerm>, { hostId, constants, times }: BoardSearch): ChannelReader {
  const channel: Channel = {
    target: group.target,
    method: 'ina3221',
    label: group.label,
    grade: 'A',
    errors: { [`ina3221:${hostId}`]: constants.ina3221.sd.value },
    maxW: constants.ina3221.maxW.value,
  };
  const terms = group.rails.map(({ reading }) => reading);
  return new PowerReader({ channel, terms, maxW: constants.ina3221.maxW.value, times });
}

function finding(group: RailGroup<PowerTerm>): Finding {
  const note =
    group.target === 'dc'
      ? 'the input of the module: what the carrier board draws for itself is not in it'
      : group.rails.some(({ label }) => isShared(label))
        ? 'one rail for several parts of the chip: all of its energy is counted here'
        : undefined;
  return {
    meter: 'ina3221',
    state: 'found',
    what: `rails ${group.label}`,
    targets: [group.target],
    ...(note === undefined ? {} : { why: note }),
  };
}

/** The kernel's driver: voltages in mV, currents in mA, and newer ones the power in µW. */
function hwmonRails(host: Host): Rail<PowerTerm>[] {
  const parent = join(host.roots.sys, 'class/hwmon');
  return listHwmon(host)
    .filter(({ name }) => name === 'ina3221')
    .flatMap((hwmon) => {
      const currents = attributeNumbers(hwmon.folder, 'curr', 'input');
      const powers = attributeNumbers(hwmon.folder, 'power', 'input');
      return attributeNumbers(hwmon.folder, 'in', 'label')
        .filter((n) => currents.includes(n) && readLine(join(hwmon.folder, `in${n}_enable`)) !== '0')
        .map((n) => {
          const file = (name: string) => hwmonFile(parent, hwmon, name);
          const reading = powers.includes(n)
            ? { files: [file(`power${n}_input`)], stepW: MICRO }
            : { files: [file(`in${n}_input`), file(`curr${n}_input`)], stepW: MILLI * MILLI };
          return { label: readLine(join(hwmon.folder, `in${n}_label`)), reading };
        });
    });
}

/** The driver of L4T up to 32: powers in mW below `iio:device<N>`. */
function iioRails(host: Host): Rail<PowerTerm>[] {
  return ['ina3221x', 'ina3221'].flatMap((driver) => {
    const folder = join(host.roots.sys, 'bus/i2c/drivers', driver);
    return namesIn(folder)
      .flatMap((chip) => namesIn(join(folder, chip)).map((name) => join(folder, chip, name)))
      .filter((path) => /^iio:device\d+$/.test(basename(path)))
      .flatMap((device) =>
        namesIn(device)
          .map((name) => /^rail_name_(\d+)$/.exec(name)?.[1])
          .filter((n) => n !== undefined)
          .map((n) => ({
            label: readLine(join(device, `rail_name_${n}`)),
            reading: { files: [join(device, `in_power${n}_input`)], stepW: MILLI },
          })),
      );
  });
}
