import type { Finding } from '../source.ts';
import { type Counted, type CountPlan, isReadable, KINDS, TARGETS } from './count-plan.ts';
import { foundFinding, hiddenFinding, perfOnlyFinding, unreadableFinding } from './findings.ts';
import type { PowercapTree } from './domain.ts';
import type { PowercapChannels, RaplChannel } from './rapl-source.ts';

type Kind = Counted['kind'];

/** What perf events give. */
export function perfFound(channels: readonly RaplChannel[], looked: readonly string[]): readonly Finding[] {
  if (channels.length === 0) return [];
  const labels = channels.map(({ channel }) => channel.label);
  const targets = [...new Set(channels.map(({ channel }) => channel.target))];
  return [foundFinding({ way: 'perf events', labels, targets, mirrors: [], withoutRange: [], looked })];
}

/** What the powercap files give. */
export function powercapFound(
  groups: readonly PowercapChannels[],
  itemsOf: Readonly<Record<Kind, readonly Counted[]>>,
  looked: readonly string[],
): readonly Finding[] {
  const channels = groups.flatMap((group) => group.channels.map(({ channel }) => channel));
  if (channels.length === 0) return [];
  const targets = [...new Set(channels.map(({ target }) => target))];
  const readable = KINDS.filter((kind) => targets.includes(TARGETS[kind])).flatMap((kind) =>
    itemsOf[kind].filter(isReadable),
  );
  const withoutRange = readable
    .filter(({ twins }) => twins.some(({ code, rangeUj }) => code === '' && rangeUj === undefined))
    .map(({ label }) => label);
  const mirrors = groups.flatMap((group) => group.mirrors);
  const labels = readable.map(({ label }) => label);
  return [foundFinding({ way: 'powercap', labels, targets, mirrors, withoutRange, looked })];
}

/** What was tried. */
export interface Attempts {
  readonly plan: CountPlan;
  readonly tree: Pick<PowercapTree, 'domains' | 'hidden'>;
  /** What is read by perf events. */
  readonly byPerf: readonly Kind[];
  /** Why perf events refused. */
  readonly refusal?: string;
}

/** What is there and cannot be read by any way. */
export function refused(attempts: Attempts, looked: readonly string[]): readonly Finding[] {
  const { plan, tree, byPerf, refusal } = attempts;
  const findings: Finding[] = [];
  const items = { package: plan.packages, dram: plan.drams, psys: plan.psys };
  for (const kind of KINDS) {
    const unreadable = items[kind].filter((item) => !isReadable(item));
    if (unreadable.length === 0 || byPerf.includes(kind)) continue;
    findings.push(
      unreadableFinding({
        labels: unreadable.map(({ label }) => label),
        code: unreadable[0]?.twins[0]?.code ?? 'EACCES',
        target: TARGETS[kind],
        onlyCores: kind === 'package' ? plan.onlyCores : [],
        ...(refusal === undefined || kind !== 'package' ? {} : { perf: refusal }),
        looked,
      }),
    );
  }
  if (tree.hidden.length > 0 && byPerf.length === 0) findings.push(hiddenFinding(tree.hidden, looked));
  if (tree.domains.length === 0 && tree.hidden.length === 0 && refusal !== undefined)
    findings.push(perfOnlyFinding(refusal, looked));
  return findings;
}
