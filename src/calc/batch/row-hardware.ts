import type { AcceleratorLine, CpuPart, MemoryPart, PowerKind } from '../calc-request.ts';
import type { CalcKnowledge } from '../knowledge.ts';
import { readRow } from './read-row.ts';
import { partsOfName } from '../several-accelerators.ts';
import { numberOf, type RowReading, textOf } from './row-reading.ts';
import { acceleratorHoursOf } from './row-accelerator-hours.ts';
import { rowHours } from './row-hours.ts';

/** The hardware of a row. */
export interface RowHardware {
  readonly accelerators: readonly AcceleratorLine[];
  readonly cpu?: CpuPart;
  readonly memory?: MemoryPart;
  readonly totalPowerW?: number;
  readonly notes: readonly string[];
}

/** A stated power this far above an accelerator's limit is not that of one accelerator. */
const ABOVE_LIMIT = 1.5;

/** Reads hardware and powers. A power that is not said to be of one accelerator or of all is told apart by the limit of the accelerator. */
export function rowHardware(reading: RowReading, knowledge: CalcKnowledge): RowHardware {
  const notes: string[] = [];
  const cpu = cpuOf(reading);
  const memory = memoryOf(reading);
  const host: { cpu?: CpuPart; memory?: MemoryPart } = {
    ...(cpu === undefined ? {} : { cpu }),
    ...(memory === undefined ? {} : { memory }),
  };
  const lists = (reading.entries.get('hardware') ?? []).flatMap(({ list }) => list ?? []);
  if (lists.length > 0) {
    const shared = sharedPower(reading);
    const accelerators = lists.map((item) => withPower(lineOf(item), shared));
    return { accelerators, ...host, ...totalOf(reading), notes };
  }
  const { text: named, cpu: beside } = withoutCpu(textOf(reading, 'hardware') ?? '', cpu, knowledge);
  if (beside !== undefined) host.cpu = beside;
  const isCpu = isCpuName(named, cpu, knowledge);
  if (isCpu) host.cpu = { text: named, ...cpu };
  const text = isCpu ? '' : named;
  const nodes = numberOf(reading, 'nodes');
  const perNode = numberOf(reading, 'perNode');
  const count =
    numberOf(reading, 'count') ??
    (nodes !== undefined && perNode !== undefined ? nodes * perNode : undefined);
  const given = powerOf(reading, text, count, host.cpu !== undefined, knowledge, notes);
  const total = given.totalPowerW === undefined ? totalOf(reading) : { totalPowerW: given.totalPowerW };
  const isDescribed = text !== '' || count !== undefined || given.power !== undefined;
  const hasOther =
    cpu !== undefined ||
    memory !== undefined ||
    total.totalPowerW !== undefined ||
    acceleratorHoursOf(reading) === undefined;
  const needsLine = isDescribed || (!hasOther && acceleratorHoursOf(reading) !== undefined);
  const line: AcceleratorLine = {
    text,
    ...(count === undefined ? {} : { count }),
    ...(given.power === undefined ? {} : { power: given.power }),
  };
  return { accelerators: needsLine ? [line] : [], ...host, ...total, notes };
}

/** `8x A100 + 2x EPYC 7742`: the accelerators, and the CPUs that are named beside them. */
function withoutCpu(
  text: string,
  cpu: CpuPart | undefined,
  knowledge: CalcKnowledge,
): { readonly text: string; readonly cpu?: CpuPart } {
  const parts = partsOfName(text);
  if (parts.length < 2 || cpu?.text !== undefined || knowledge.accelerator(text).kind === 'found')
    return { text };
  const others = parts.filter((part) => knowledge.accelerator(part).kind === 'found');
  const [processor, ...more] = parts.filter((part) => !others.includes(part)).map(countedCpu);
  if (processor?.text === undefined || more.length > 0 || knowledge.cpu(processor.text).kind !== 'found')
    return { text };
  return { text: others.join(' + '), cpu: { ...cpu, ...processor } };
}

/** `2x EPYC 7742`: a CPU and how many. */
function countedCpu(text: string): CpuPart {
  const [, sockets, name = ''] = /^\s*(?:(\d+)\s*[x×*]\s*)?(.*)$/i.exec(text) ?? [];
  return {
    ...(name === '' ? {} : { text: name }),
    ...(sockets === undefined ? {} : { sockets: Number(sockets) }),
  };
}

/** Whether `hardware` names a CPU: it is no accelerator, and the table of CPUs has it. */
function isCpuName(text: string, cpu: CpuPart | undefined, knowledge: CalcKnowledge): boolean {
  if (text === '' || cpu?.text !== undefined || knowledge.accelerator(text).kind !== 'unknown') return false;
  return knowledge.cpu(text).kind === 'found';
}

function totalOf(reading: RowReading): { readonly totalPowerW?: number } {
  const total = numberOf(reading, 'powerTotal');
  if (total !== undefined) return { totalPowerW: total };
  const node = numberOf(reading, 'powerNode');
  const nodes = reading.entries.has('nodeHours') ? 1 : (numberOf(reading, 'nodes') ?? 1);
  return node === undefined ? {} : { totalPowerW: node * nodes };
}

interface GivenPower {
  readonly power?: { readonly watts: number; readonly kind: PowerKind };
  readonly totalPowerW?: number;
}

function powerOf(
  reading: RowReading,
  text: string,
  count: number | undefined,
  hasCpu: boolean,
  knowledge: CalcKnowledge,
  notes: string[],
): GivenPower {
  const kinds = [
    ['powerMean', 'mean'],
    ['powerEach', 'stated'],
    ['powerLimit', 'limit'],
  ] as const;
  for (const [slot, kind] of kinds) {
    const watts = numberOf(reading, slot);
    if (watts === undefined) continue;
    // A mean of whatever says more of what was drawn than a limit.
    if (kind === 'limit' && isMean(reading)) break;
    if (kind === 'limit' && text === '' && count === undefined && hasCpu) return {}; // the CPU's
    return { power: { watts, kind } };
  }
  const watts = numberOf(reading, 'power');
  if (watts === undefined || reading.entries.has('powerTotal')) return {};
  const key = reading.entries.get('power')?.[0]?.key ?? 'power';
  const kind: PowerKind = isMean(reading) ? 'mean' : 'stated';
  if (count === undefined && text === '' && acceleratorHoursOf(reading) === undefined)
    return { totalPowerW: watts };
  const match = text === '' ? undefined : knowledge.accelerator(text);
  const accelerator = match?.kind === 'found' ? match.value.accelerator : undefined;
  const all = count ?? (match?.kind === 'found' ? match.value.count : 1);
  const limit = Math.max(accelerator?.tdpW ?? 0, accelerator?.measuredSystemW?.value ?? 0);
  if (all > 1 && limit > 0 && watts > ABOVE_LIMIT * limit) {
    notes.push(
      `${key} of ${watts} W is more than one ${accelerator?.name ?? text} draws: taken as the power of all ${all}`,
    );
    return { totalPowerW: watts };
  }
  if (all > 1) notes.push(`${key} of ${watts} W is taken as that of each of ${all} accelerators`);
  return { power: { watts, kind } };
}

function isMean(reading: RowReading): boolean {
  return /avg|average|mean|measured/i.test(reading.entries.get('power')?.[0]?.key ?? '');
}

function cpuOf(reading: RowReading): CpuPart | undefined {
  const named = countedCpu(textOf(reading, 'cpu') ?? '');
  const isAlone = !reading.entries.has('hardware') && !reading.entries.has('count');
  const part: CpuPart = {
    ...named,
    ...defined('sockets', numberOf(reading, 'sockets') ?? named.sockets),
    ...defined('cores', numberOf(reading, 'cores')),
    ...defined('coreTdpW', numberOf(reading, 'coreTdp')),
    ...defined('tdpW', numberOf(reading, 'cpuTdp')),
    ...defined('usage', numberOf(reading, 'cpuUsage')),
    ...defined('meanPowerW', numberOf(reading, 'cpuPower')),
  };
  if (Object.keys(part).length === 0) return undefined;
  const limit = isAlone && part.tdpW === undefined ? numberOf(reading, 'powerLimit') : undefined;
  return { ...part, ...defined('tdpW', limit) };
}

function memoryOf(reading: RowReading): MemoryPart | undefined {
  const part: MemoryPart = {
    ...defined('gigabytes', numberOf(reading, 'memory')),
    ...defined('wPerGB', numberOf(reading, 'memoryWPerGB')),
    ...defined('meanPowerW', numberOf(reading, 'ramPower')),
  };
  return part.gigabytes === undefined && part.meanPowerW === undefined ? undefined : part;
}

function defined<K extends string>(key: K, value: number | undefined): { readonly [P in K]?: number } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: number });
}

/** A power of the row is that of each accelerator of its list, where the item has none of its own. */
function withPower(line: AcceleratorLine, power: AcceleratorLine['power']): AcceleratorLine {
  return line.power !== undefined || power === undefined ? line : { ...line, power };
}

function sharedPower(reading: RowReading): AcceleratorLine['power'] {
  const mean = numberOf(reading, 'powerMean');
  const limit = numberOf(reading, 'powerLimit');
  const watts = mean ?? numberOf(reading, 'powerEach') ?? limit ?? numberOf(reading, 'power');
  if (watts === undefined) return undefined;
  const kind: PowerKind = mean !== undefined ? 'mean' : watts === limit ? 'limit' : 'stated';
  return { watts, kind };
}

/** One item of a list of hardware: a name, or an object with keys of its own. */
function lineOf(item: unknown): AcceleratorLine {
  if (typeof item !== 'object' || item === null) return { text: String(item) };
  const reading = readRow(item as Record<string, unknown>);
  const { hours } = rowHours(reading);
  const power = sharedPower(reading);
  return {
    text: textOf(reading, 'hardware') ?? textOf(reading, 'said') ?? '',
    ...defined('count', numberOf(reading, 'count')),
    ...defined('hours', hours),
    ...(power === undefined ? {} : { power }),
  };
}
