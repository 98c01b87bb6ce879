import { matchCpu } from '../../hardware/cpus.io.ts';
import type { Host } from '../../host/host.ts';
import { ratings } from './known-cpu.io.ts';
import type { CpuRatings } from './wall-power.ts';

/** What all tables know of a CPU by a name as a person writes it, and what was taken for granted in reading it. */
export function matchedCpu(
  host: Host,
  name: string,
): { readonly cpu: CpuRatings; readonly notes: readonly string[] } {
  const asItStands = matchCpu(host, name);
  const match = asItStands.kind === 'unknown' ? matchCpu(host, withoutRemarks(name)) : asItStands;
  if (match.kind === 'found') {
    return { cpu: ratings(match.value), notes: match.note === undefined ? [] : [match.note] };
  }
  if (match.kind === 'unknown') return { cpu: {}, notes: [] };
  const [first, ...others] = match.candidates;
  const meant = others.map((one) => `${one.name} (${one.tdpW} W)`).join(', ');
  return {
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
