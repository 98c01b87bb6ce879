import { matchCpu } from '../../hardware/cpus.io.ts';
import type { Host } from '../../host/host.ts';
import { ratings } from './known-cpu.io.ts';
import type { CpuRatings } from './wall-power.ts';

/** A CPU as the tables know it. */
interface MatchedCpu {
  /** Its name in the table, by which its maker and generation are told; what was written where no table knows it. */
  readonly name: string;
  readonly cpu: CpuRatings;
  /** What was taken for granted in reading the name. */
  readonly notes: readonly string[];
}

/** What all tables know of a CPU by a name as a person writes it. */
export function matchedCpu(host: Host, name: string): MatchedCpu {
  const asItStands = matchCpu(host, name);
  const match = asItStands.kind === 'unknown' ? matchCpu(host, withoutRemarks(name)) : asItStands;
  if (match.kind === 'found') {
    const { value, note } = match;
    return { name: value.name, cpu: ratings(value), notes: note === undefined ? [] : [note] };
  }
  if (match.kind === 'unknown') return { name, cpu: {}, notes: [] };
  const [first, ...others] = match.candidates;
  const meant = others.map((one) => `${one.name} (${one.tdpW} W)`).join(', ');
  return {
    name: first.name,
    cpu: ratings(first),
    notes: [`"${name}" is taken for ${first.name} (${first.tdpW} W); it could be ${meant}`],
  };
}

/** A name as published results write it, without what they add to the model: `Altra Max 64-Bit Multi-Core Processor M128-30`, `2376HE`. */
function withoutRemarks(name: string): string {
  return name
    .replace(/[(,].*$/, ' ')
    .replaceAll(/\b(?:64-bit|multi-core|processor)\b/gi, ' ')
    .replace(/(\d{4})(HE|EE|SE)\b/, '$1 $2')
    .trim();
}
