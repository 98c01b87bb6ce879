/** What /proc/cpuinfo says of the first processor; the stanzas that follow repeat it. */
export interface CpuInfo {
  /** Name of the CPU as the kernel gives it; empty where it gives none. */
  readonly model: string;
  /** Logical CPUs and cores of one package, where told (x86). */
  readonly siblings?: number;
  readonly coresPerSocket?: number;
  /** The processor says that it runs under a hypervisor (x86). */
  readonly hypervisor: boolean;
  /** Board name of small ARM computers, e.g. `Raspberry Pi 4 Model B Rev 1.4`. */
  readonly board?: string;
  /** Stanzas seen; fewer than the machine has when the text was cut. */
  readonly stanzas: number;
}

/** Parses /proc/cpuinfo, or its first kilobytes. `armParts` names ARM cores by `implementer:part`, e.g. `0x41:0xd0c`. */
export function parseCpuInfo(text: string, armParts: ReadonlyMap<string, string> = new Map()): CpuInfo {
  const first = new Map<string, string>();
  let stanzas = 0;
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const key = line.slice(0, colon).trim();
    const value = line.slice(colon + 1).trim();
    if (key === 'processor') stanzas += 1;
    if (value !== '' && (!first.has(key) || key === 'Model')) first.set(key, value);
  }
  const part = `${first.get('CPU implementer') ?? ''}:${first.get('CPU part') ?? ''}`;
  const model =
    first.get('model name') ??
    armParts.get(part.toLowerCase()) ??
    first.get('cpu model') ??
    first.get('uarch') ??
    '';
  const siblings = count(first.get('siblings'));
  const coresPerSocket = count(first.get('cpu cores'));
  const board = first.get('Model');
  return {
    model: model.replaceAll(/\s+/g, ' ').trim(),
    hypervisor: / hypervisor( |$)/.test(` ${first.get('flags') ?? ''}`),
    stanzas,
    ...(siblings === undefined ? {} : { siblings }),
    ...(coresPerSocket === undefined ? {} : { coresPerSocket }),
    ...(board === undefined ? {} : { board }),
  };
}

/** Total memory in bytes from /proc/meminfo; 0 where it does not say. */
export function parseMemTotal(text: string): number {
  const match = /^MemTotal:\s+(\d+) kB/m.exec(text);
  return match === null ? 0 : Number(match[1]) * 1024;
}

/** Number of CPUs in a kernel list such as `0-3,8-11`. */
export function countCpuList(text: string): number {
  let total = 0;
  for (const part of text.trim().split(',')) {
    const range = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (range === null) continue;
    total += range[2] === undefined ? 1 : Number(range[2]) - Number(range[1]) + 1;
  }
  return total;
}

/** Number of `cpuN` lines of /proc/stat: the CPUs over which it counts busy time. */
export function countStatCpus(text: string): number {
  return text.match(/^cpu\d+ /gm)?.length ?? 0;
}

function count(text: string | undefined): number | undefined {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : undefined;
}
