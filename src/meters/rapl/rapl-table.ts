import type { Constant } from '../reading/constant.ts';
import type { Domain } from './domain.ts';

/** `data/meters/rapl.json`. */
export interface RaplTable {
  readonly id: string;
  readonly relativeSd: {
    readonly package: Readonly<Record<CpuMaker, Constant>>;
    readonly dram: { readonly server: Constant; readonly client: Constant };
    readonly psys: Constant;
  };
  readonly maxW: { readonly package: Constant; readonly dram: Constant; readonly psys: Constant };
  readonly burstOverTdp: Constant;
  readonly believedLimitW: { readonly low: number; readonly high: number };
  readonly smallestRangeJ: Constant;
  readonly readSkewS: Constant;
  readonly patienceS: Constant;
  readonly silentS: { readonly package: Constant; readonly other: Constant; readonly virtual: Constant };
  readonly mirrors: {
    readonly rounds: Constant;
    readonly agreeing: Constant;
    readonly partAfter: Constant;
    readonly proofOverSkew: Constant;
  };
}

/** Who made the CPU: the counters of each are of another kind. */
export type CpuMaker = 'intel' | 'amd' | 'other';

/** What the errors of the counters depend on. */
export interface CpuKind {
  readonly maker: CpuMaker;
  /** Its memory's energy is measured, not modelled. */
  readonly isServer: boolean;
}

/** Which CPU it is, by the first stanza of /proc/cpuinfo. */
export function cpuKind(cpuinfo: string): CpuKind {
  const vendor = /^vendor_id\s*:\s*(\S+)/m.exec(cpuinfo)?.[1] ?? '';
  const model = /^model name\s*:\s*(.*)$/m.exec(cpuinfo)?.[1] ?? '';
  // Hygon's CPUs are AMD's Zen.
  const isAmd = vendor === 'AuthenticAMD' || vendor === 'HygonGenuine';
  const maker = vendor === 'GenuineIntel' ? 'intel' : isAmd ? 'amd' : 'other';
  return { maker, isServer: /xeon|epyc/i.test(model) };
}

/** Relative standard deviation of a counter's energy. */
export function relativeSd(kind: 'package' | 'dram' | 'psys', cpu: CpuKind, table: RaplTable): number {
  const { package: packages, dram, psys } = table.relativeSd;
  if (kind === 'package') return packages[cpu.maker].value;
  if (kind === 'dram') return (cpu.isServer ? dram.server : dram.client).value;
  return psys.value;
}

/**
 * The most that a domain can draw, W. Generous, since more is taken for a fault: the largest of its limits (turbo included) and a multiple of
 * its rating; where neither is known, what no such domain exceeds.
 */
export function maxPowerW(
  kind: 'package' | 'dram' | 'psys',
  domain: Pick<Domain, 'limitsW' | 'ratedW'>,
  tdpW: number | undefined,
  table: RaplTable,
): number {
  const { low, high } = table.believedLimitW;
  const isBelieved = (watts: number | undefined): watts is number =>
    watts !== undefined && watts >= low && watts <= high;
  const limits = domain.limitsW.filter(isBelieved);
  const ratings = [domain.ratedW, kind === 'package' ? tdpW : undefined].filter(isBelieved);
  const known = Math.max(0, ...limits, ...ratings.map((watts) => watts * table.burstOverTdp.value));
  if (kind !== 'package') return Math.max(known, table.maxW[kind].value);
  return known > 0 ? known : table.maxW.package.value;
}
