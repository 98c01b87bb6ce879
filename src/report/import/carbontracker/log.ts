import { err, ok, type Result } from '../../../result.ts';
import { DIMENSIONS } from '../../../units/dimensions.ts';
import type { ForeignCarbon, ForeignComponent, ForeignEpoch, ForeignRun } from '../foreign-run.ts';
import { isoOf, timeOf } from '../times.ts';

const { kWh } = DIMENSIONS.energy.units;
const G_PER_KG = DIMENSIONS.mass.units.kg;

/** What the two logs of carbontracker say together; the second may be missing. */
export interface CarbontrackerLogs {
  readonly standard: string;
  readonly output: string;
}

/**
 * A run of carbontracker from its standard log (power of each component in each epoch, before PUE) and its output log (energy and carbon of
 * all epochs, with PUE). Predictions are no measurements and are left out.
 */
export function runOfLogs({ standard, output }: CarbontrackerLogs): Result<ForeignRun, string> {
  const times = [...`${standard}\n${output}`.matchAll(STAMP)].flatMap(([, text]) => timeOf(text ?? '') ?? []);
  const byTime = [...times].sort((a, b) => a.fixedMs - b.fixedMs);
  const [first, last] = [byTime[0], byTime.at(-1)];
  if (first === undefined || last === undefined) return err('it has no line with a time');
  const epochs = epochsOf(standard);
  const actual = actualOf(output);
  const durationS =
    epochs.length > 0
      ? sum(epochs.map((epoch) => epoch.durationS))
      : (actual?.durationS ?? (last.ms - first.ms) / 1000);
  const pue = number(/PUE coefficient of (\d+(?:\.\d+)?)/.exec(standard)?.[1]);
  const components = componentsOf(epochs);
  const chipsJ = chipsOf(epochs, actual?.kwh, pue);
  if (chipsJ === undefined) return err('it says no energy: no epoch has ended');
  const intensity = number(
    /Average carbon intensity during training was (\d+(?:\.\d+)?)/.exec(`${standard}\n${output}`)?.[1],
  );
  const carbon = actual?.carbon ?? undefined;
  const isStopped = /Training was interrupted/i.test(standard);
  return ok({
    format: 'carbontracker',
    identity: identityOf(first.fixedMs, epochs[0], `${last.fixedMs} ${chipsJ} ${durationS}`),
    startedAt: isoOf(first.ms),
    endedAt: isoOf(last.ms),
    idMs: first.fixedMs,
    durationS,
    state: isStopped ? 'interrupted' : actual === undefined ? 'lost' : 'ok',
    exitCode: null,
    energy: {
      totalJ: Object.values(components).some(({ joules }) => joules === null) ? null : chipsJ,
      atLeastJ: chipsJ,
      components,
      method: 'tracker',
      leftOut: 'cpu' in components || Object.keys(components).length === 0 ? 'chips' : 'gpuOnly',
      scope: 'machine',
      pue: pue ?? null,
      how: 'carbontracker (how is not said)',
    },
    ...(carbon === undefined ? {} : { carbon: carbonOf(carbon, actual?.kwh, intensity, standard) }),
    epochs: epochs.map(({ n, durationS: length, watts }): ForeignEpoch => {
      const known = [...watts.values()];
      return { n, durationS: length, joules: known.length === 0 ? null : sum(known) * length };
    }),
    params: {},
    metrics: {},
    tags: [],
    notes: [],
    environment: versionOf(standard),
    machine: machineOf(standard),
    oddities: [
      ...Object.entries(components).flatMap(([name, { reason }]) =>
        reason === undefined ? [] : [`${name}: ${reason}`],
      ),
      ...(pue === undefined
        ? ['its logs do not say by which PUE its energy was multiplied: it is taken as it stands']
        : []),
      ...(actual === undefined ? ['it was not stopped: only the epochs that ended are counted'] : []),
    ],
  });
}

/** Its beginning and its first epoch: the same while its logs still grow, and for one of the two logs alone. */
function identityOf(startMs: number, epoch: Epoch | undefined, otherwise: string): string {
  const rest =
    epoch === undefined ? otherwise : [epoch.n, epoch.durationS, ...epoch.watts.values()].join(' ');
  return `carbontracker ${startMs} ${rest}`;
}

const STAMP = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) - /gm;

interface Epoch {
  readonly n: number;
  readonly durationS: number;
  /** Mean power of each device by its component's name, W. */
  readonly watts: ReadonlyMap<string, number>;
}

function epochsOf(log: string): readonly Epoch[] {
  const parts = log.split(/Epoch (\d+):/);
  const epochs: Epoch[] = [];
  for (let i = 1; i + 1 < parts.length; i += 2) {
    const text = parts[i + 1] ?? '';
    const durationS = clockOf(/Duration:\s*(\S+)/.exec(text)?.[1]);
    if (durationS === undefined) continue;
    epochs.push({ n: Number(parts[i]), durationS, watts: wattsOf(text) });
  }
  return epochs;
}

/** `Average power usage (W) for gpu: [100.1 99.8]`, one number for each device; `None` where it could not be read. */
function wattsOf(text: string): ReadonlyMap<string, number> {
  const watts = new Map<string, number>();
  for (const [, component = '', list = ''] of text.matchAll(
    /Average power usage \(W\) for (\w+):\s*(\[[^\]]*\]|\S+)/g,
  )) {
    const numbers = [...list.matchAll(/-?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?/g)].map(([one]) => Number(one));
    if (component === 'gpu') numbers.forEach((value, i) => watts.set(`gpu:${i}`, value));
    else if (numbers.length > 0) watts.set(component, sum(numbers)); // packages of one machine
  }
  return watts;
}

function componentsOf(epochs: readonly Epoch[]): Readonly<Record<string, ForeignComponent>> {
  const names = new Set(epochs.flatMap(({ watts }) => [...watts.keys()]));
  return Object.fromEntries([...names].map((name) => [name, componentOf(name, epochs)]));
}

/** What could not be read in each epoch is not known. */
function componentOf(name: string, epochs: readonly Epoch[]): ForeignComponent {
  const read = epochs.filter(({ watts }) => watts.has(name));
  if (read.length === epochs.length) return { joules: joulesOf(name, epochs) };
  return { joules: null, reason: `carbontracker could read it in ${read.length} of ${epochs.length} epochs` };
}

function joulesOf(name: string, epochs: readonly Epoch[]): number {
  return sum(epochs.map(({ durationS, watts }) => (watts.get(name) ?? 0) * durationS));
}

/** The output log's own figure where there is one: it alone holds what no epoch has. */
function chipsOf(
  epochs: readonly Epoch[],
  kwh: number | undefined,
  pue: number | undefined,
): number | undefined {
  if (kwh !== undefined) return (kwh * kWh) / (pue ?? 1);
  const known = epochs.flatMap(({ durationS, watts }) =>
    [...watts.values()].map((value) => value * durationS),
  );
  return known.length === 0 ? undefined : sum(known);
}

interface Actual {
  readonly durationS: number | undefined;
  readonly kwh: number | undefined;
  /** g. */
  readonly carbon: number | undefined;
}

function actualOf(output: string): Actual | undefined {
  const text = output.split(/Actual consumption/i)[1]?.split(/Predicted consumption/i)[0];
  if (text === undefined) return undefined;
  const energy = /Energy:\s*([\d.eE+-]+)\s*kWh/.exec(text)?.[1];
  const carbon = /CO2eq:\s*([\d.eE+-]+)\s*(k?g)/.exec(text);
  const grams = number(carbon?.[1]);
  return {
    durationS: clockOf(/Time:\s*(\S+)/.exec(text)?.[1]),
    kwh: number(energy),
    carbon: grams === undefined ? undefined : grams * (carbon?.[2] === 'kg' ? G_PER_KG : 1),
  };
}

function carbonOf(
  grams: number,
  kwh: number | undefined,
  said: number | undefined,
  log: string,
): ForeignCarbon {
  const place = /at detected location:\s*([^:[]+)/.exec(log)?.[1]?.trim().replace(/\.$/, '');
  const isKnown = place !== undefined && place !== 'Unknown';
  return {
    grams,
    gPerKwh: said ?? (kwh === undefined || kwh === 0 ? null : grams / kwh),
    zone: 'unknown',
    zoneName: isKnown ? place : 'unknown place',
  };
}

function versionOf(log: string): Readonly<Record<string, string>> {
  const version = /carbontracker version (\S+)/.exec(log)?.[1];
  return {
    ...(version === undefined ? {} : { 'import.version': version }),
    'import.clock': 'its times have no zone and were taken for local ones',
  };
}

function machineOf(log: string): { readonly cpu?: string; readonly gpus?: readonly string[] } {
  const found = /The following components were found: (.*)/.exec(log)?.[1] ?? '';
  const devices = (name: string): readonly string[] => {
    const list = new RegExp(`${name} with device\\(s\\) (.*?)\\.(?: |$)`, 'i').exec(found)?.[1];
    return list === undefined ? [] : list.split(',').map((one) => one.trim());
  };
  const [cpus, gpus] = [devices('CPU'), devices('GPU')];
  return { ...(cpus.length === 0 ? {} : { cpu: cpus.join(', ') }), ...(gpus.length === 0 ? {} : { gpus }) };
}

/** `1:02:03.50`, s. */
function clockOf(text: string | undefined): number | undefined {
  const found = /^(\d+):(\d\d):(\d\d?(?:\.\d+)?)$/.exec(text ?? '');
  return found === null ? undefined : Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3]);
}

function number(text: string | undefined): number | undefined {
  const value = Number(text);
  return text === undefined || !Number.isFinite(value) ? undefined : value;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
