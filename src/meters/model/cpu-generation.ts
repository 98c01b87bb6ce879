/** What the name of a CPU tells of its generation, for the power model. */
export interface CpuGeneration {
  /** Generations that share a platform and a way of saving power have one name. */
  readonly id: string;
  /** The year in which the generation was first sold; undefined where the name does not tell. */
  readonly year?: number;
  /** The small one-socket platform of desktop chips (Xeon E3 and E-2xxx, EPYC 4xx4, Core, Ryzen). */
  readonly entry: boolean;
  readonly segment: CpuSegment;
}

/** What a CPU is built for: servers; desktops and laptops; small boards and boxes; Apple's computers. */
export type CpuSegment = 'server' | 'client' | 'board' | 'apple';

/** `data/hardware/wall_generations.json`. */
export interface GenerationTable {
  readonly rules: readonly GenerationRule[];
}

interface GenerationRule {
  /** What a name that fits has in it: looked for first, since most rules can be passed over so. */
  readonly in?: string;
  /** A regular expression over the name in lower case without marks. */
  readonly match: string;
  readonly id: string;
  /** 0 where the name does not tell. */
  readonly year: number;
  readonly entry?: boolean;
  readonly segment?: CpuSegment;
}

/**
 * The generation that a CPU's name tells: that of the first rule that fits.
 *
 * @example
 * const table = { rules: [{ in: 'xeon', match: 'platinum 83', id: 'icelake', year: 2021 }] };
 * cpuGeneration('Intel(R) Xeon(R) Platinum 8380 CPU @ 2.30GHz', table) // { id: 'icelake', entry: false, segment: 'server', year: 2021 }
 */
export function cpuGeneration(name: string, table: GenerationTable): CpuGeneration | undefined {
  const text = plain(name);
  const rule = table.rules.find(
    ({ in: part, match }) => (part === undefined || text.includes(part)) && new RegExp(match).test(text),
  );
  if (rule === undefined) return undefined;
  return {
    id: rule.id,
    entry: rule.entry === true,
    segment: rule.segment ?? 'server',
    ...(rule.year === 0 ? {} : { year: rule.year }),
  };
}

/** Maker of a CPU by its name. */
export function cpuVendor(name: string): 'amd' | 'intel' | 'other' {
  const text = plain(name);
  if (/\b(?:amd|epyc|opteron|ryzen|threadripper|athlon|phenom)\b/.test(text)) return 'amd';
  return /\b(?:intel|xeon|core|celeron|pentium|atom)\b/.test(text) ? 'intel' : 'other';
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/\((?:r|tm|c)\)|[®™]/g, ' ')
    .replaceAll(/\b(?:cpu|processor)\b/g, ' ')
    .replace(/xeon[ -]+([de])[ -]+(?:[de]-)?(\d)/, 'xeon $1-$2')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
