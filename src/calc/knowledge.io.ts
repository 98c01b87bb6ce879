import { providerOf } from '../grid/cloud-names.ts';
import { providerPue, providerWue } from '../grid/facility.io.ts';
import { intensitySpread, intensityTable } from '../grid/intensity.io.ts';
import { countries } from '../grid/intensity-table.ts';
import { allPlaces, matchPlace, placeIntensity } from '../grid/places.io.ts';
import { type PueTable, pueOf } from '../grid/pue.ts';
import { unknownIntensity } from '../grid/yearly-intensity.ts';
import { matchAccelerator } from '../hardware/accelerators.io.ts';
import { matchCpu } from '../hardware/cpus.io.ts';
import { memoryPower, storagePower } from '../hardware/part-power.io.ts';
import { matchInstance } from '../hardware/instances.io.ts';
import type { MachineInfo } from '../hardware/machine-info.ts';
import type { Host } from '../host/host.ts';
import { packageJson, packageText } from '../host/package-data.io.ts';
import {
  acceleratorPower,
  acceleratorPowerDerivation,
  unknownAccelerator,
} from '../meters/model/accelerator-power.io.ts';
import { machinePower } from '../meters/model/machine-power.io.ts';
import { add } from '../units/arithmetic.ts';
import { Z90 } from '../units/estimate.ts';
import type { Sourced } from '../units/sourced.ts';
import type { CalcDefaults, LacosteRegion, MethodConstant, MethodTables, NamedPower } from './calc-tables.ts';
import { embodiedHardware } from './embodied-hardware.io.ts';
import type { CalcKnowledge, HostPower, HostShape } from './knowledge.ts';
import { greenerPlaces } from './regions-greener.ts';

/** A server of which nothing else is known. */
const SERVER: MachineInfo = {
  cpu: '',
  sockets: 1,
  cores: 1,
  threads: 1,
  ramBytes: 0,
  gpus: [],
  chassis: 'server',
  virtual: false,
  container: false,
  os: '',
};

/** All that the calculator knows, from the shipped tables and those of the user and the project. Each table is read when it is asked for. */
export function calcKnowledge(host: Host): CalcKnowledge {
  return {
    accelerator: (text) => matchAccelerator(host, text),
    acceleratorPower,
    acceleratorPowerDerivation,
    unknownAccelerator,
    cpu: (text) => matchCpu(host, text),
    hostPower: (shape, load, isBusy) => hostPower(host, shape, load, isBusy),
    instance: (text) => matchInstance(host, text),
    place: (text) => matchPlace(host, text),
    placeIntensity,
    unknownIntensity: () =>
      unknownIntensity(
        countries(intensityTable()).map(({ gPerKwh }) => gPerKwh),
        'nothing is known of the place',
      ),
    providerKey: (text) => providerOf(text) ?? text.trim().toLowerCase(),
    providerPue: (provider, region) => providerPue(host, provider, region),
    providerWue: (provider, region) => providerWue(host, provider, region),
    serverPue: () => pueOf(SERVER, undefined, packageJson('data/grid/pue.json') as PueTable, undefined),
    ramWPerGB,
    storageWPerTB,
    supplyEfficiency,
    embodied: (order) => embodiedHardware(host, order),
    greener: (energyKwh, here, durationS) =>
      greenerPlaces(energyKwh, here, allPlaces(host), {
        spread: intensitySpread(),
        ...(durationS === undefined ? {} : { durationS }),
      }),
    defaults: once(() => packageJson('data/calc/defaults.json') as CalcDefaults),
    methods: once(methodTables),
  };
}

function hostPower(host: Host, shape: HostShape, load: number, isBusy: boolean): HostPower {
  const machine = machinePower(shape, 'calc', host);
  const { cpu, ram } = machine.split(load);
  const cores = shape.coresPerSocket === undefined ? undefined : shape.coresPerSocket * shape.sockets;
  return {
    wall: isBusy ? machine.atBusy(load) : machine.at(load),
    chips: add(cpu, ram),
    assumed: machine.assumed,
    source: `power model of machines without accelerators (${machine.method})`,
    ...(cores === undefined ? {} : { cores }),
  };
}

interface RamTable {
  readonly id: string;
  readonly wPerGB: { readonly value: number; readonly low: number; readonly high: number };
  readonly source: string;
  readonly year: number;
  readonly licence: string;
  readonly url: string;
}

function ramWPerGB(): Sourced {
  const { id, wPerGB, source, year, licence, url } = packageJson('data/hardware/ram_power.json') as RamTable;
  const { low, high } = wPerGB;
  return { ...memoryPower(1), low, high, unit: 'W/GB', id, source, year, licence, url };
}

interface StorageTable {
  readonly id: string;
  readonly ssd: { readonly low: number; readonly high: number };
  readonly hdd: { readonly low: number; readonly high: number };
  readonly source: string;
  readonly year: number;
  readonly licence: string;
  readonly url: string;
}

function storageWPerTB(kind: 'ssd' | 'hdd'): Sourced {
  const table = packageJson('data/hardware/storage.json') as StorageTable;
  const { id, source, year, licence, url } = table;
  const { low, high } = table[kind];
  const power = storagePower(kind === 'ssd' ? { ssdTB: 1 } : { hddTB: 1 });
  return { ...power, low, high, unit: 'W/TB', id: `${id}.${kind}`, source, year, licence, url };
}

interface SupplyTable {
  readonly id: string;
  readonly classes: Readonly<
    Record<
      'gpu-server',
      {
        readonly efficiency: { readonly value: number; readonly low: number; readonly high: number };
        readonly note: string;
      }
    >
  >;
  readonly source: string;
  readonly year: number;
  readonly licence: string;
}

function supplyEfficiency(): Sourced {
  const { id, classes, source, year, licence } = packageJson('data/hardware/supply.json') as SupplyTable;
  const { efficiency, note } = classes['gpu-server'];
  return {
    ...ranged(efficiency, 'psu:calc'),
    unit: '1',
    id: `${id}.gpu-server`,
    source,
    year,
    licence,
    note,
    grade: 'C',
  };
}

function ranged(
  { value, low, high }: { readonly value: number; readonly low: number; readonly high: number },
  error: string,
): Pick<Sourced, 'value' | 'low' | 'high' | 'errors'> {
  return { value, low, high, errors: { [error]: [(1 - low / value) / Z90, (high / value - 1) / Z90] } };
}

function methodTables(): MethodTables {
  const { constants } = packageJson('data/calc/methods.json') as {
    readonly constants: readonly MethodConstant[];
  };
  const byId = new Map(constants.map((constant) => [constant.id, constant]));
  return {
    constant: (id) => {
      const constant = byId.get(id);
      if (constant === undefined) throw new Error(`data/calc/methods.json has no ${id}`);
      return constant;
    },
    lacosteHardware: once(() => namedPowers('lacoste2019_hardware.csv')),
    lacosteRegions: once(() =>
      rowsOf('lacoste2019_regions.csv').map(
        ([provider = '', region = '', gPerKwh, offset]): LacosteRegion => ({
          provider,
          region,
          gPerKwh: Number(gPerKwh),
          offsetPercent: Number(offset),
        }),
      ),
    ),
    lannelongueGpus: once(() => namedPowers('lannelongue2021_gpus.csv')),
    lannelongueCores: once(() => namedPowers('lannelongue2021_cores.csv')),
  };
}

function namedPowers(file: string): readonly NamedPower[] {
  return rowsOf(file).map(([name = '', watts]) => ({ name, watts: Number(watts) }));
}

/** Rows of a table of ours below data/calc: no field of it holds a comma. */
function rowsOf(file: string): readonly (readonly string[])[] {
  return packageText(`data/calc/${file}`)
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
