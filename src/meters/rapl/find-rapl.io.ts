import { join } from 'node:path';
import { readHead, readLine } from '../../hardware/small-file.io.ts';
import type { Host } from '../../host/host.ts';
import type { Finding, Found } from '../source.ts';
import { type Counted, isReadable, KINDS, planCounting, TARGETS, zeroMemory } from './count-plan.ts';
import {
  absentFinding,
  fixForCode,
  missingSocketFinding,
  perfRefusal,
  untrustedFinding,
  zeroMemoryFinding,
} from './findings.ts';
import { perfFound, powercapFound, refused } from './found-report.ts';
import { perfChannels, powerPmuFolder, readPowerPmu } from './perf-channels.io.ts';
import { type OpenPerfEvent, openPerfEvent } from './perf-counter.io.ts';
import { type ChannelKind, powercapChannels } from './powercap-channels.io.ts';
import { RaplSource } from './rapl-source.ts';
import { cpuKind, relativeSd } from './rapl-table.ts';
import { raplTable } from './rapl-table.io.ts';
import { powercapFolders, readDomains } from './read-domains.io.ts';

/** What is known of the machine. */
export interface RaplContext {
  /** Names the source of its error: `rapl:<hostId>`. */
  readonly hostId: string;
  readonly isVirtual: boolean;
  /** The user says that RAPL inside this virtual machine is its own energy (`rapl: trusted`). */
  readonly declared: boolean;
  readonly sockets?: number;
  /** TDP of one CPU, W. */
  readonly tdpW?: number;
}

type Kind = Counted['kind'];

/**
 * Looks for the energy counters of the CPUs and their memory: in the powercap tree, else, where that is not readable, by perf events. Every
 * joule is in one channel.
 */
export function findRapl(host: Host, context: RaplContext, openEvent: OpenPerfEvent = openPerfEvent): Found {
  const { sys, proc } = host.roots;
  const looked = [...powercapFolders(sys), powerPmuFolder(sys)];
  const tree = readDomains(sys);
  const pmu = readPowerPmu(host);
  const cpuinfo = readHead(join(proc, 'cpuinfo'), 4096) ?? '';
  const cpu = cpuKind(cpuinfo);
  if (tree.domains.length === 0 && tree.hidden.length === 0 && pmu === undefined) {
    const isX86 = cpu.maker !== 'other';
    return { sources: [], findings: [absentFinding({ isX86, isVirtual: context.isVirtual }, looked)] };
  }
  if (context.isVirtual && !context.declared) return { sources: [], findings: [untrustedFinding(looked)] };

  const table = raplTable();
  const kindOf = (kind: Kind): ChannelKind => ({
    target: TARGETS[kind],
    errors: { [`rapl:${context.hostId}`]: relativeSd(kind, cpu, table) },
    silentS: table.silentS[context.isVirtual ? 'virtual' : kind === 'package' ? 'package' : 'other'].value,
    tdpW: context.tdpW,
  });
  const plan = planCounting(tree.domains);
  const perf =
    pmu === undefined || plan.packages.some(isReadable)
      ? undefined
      : perfChannels(pmu, kindOf, cpu.maker, table, openEvent);
  const byPerf: readonly Kind[] = perf?.ok === true ? perf.kinds : [];
  const zeroes = zeroMemory(plan);
  const itemsOf = { package: plan.packages, dram: zeroes.length > 0 ? [] : plan.drams, psys: plan.psys };
  const groups = KINDS.filter((kind) => !byPerf.includes(kind) && itemsOf[kind].some(isReadable)).map(
    (kind) => powercapChannels(itemsOf[kind], kindOf(kind), table),
  );
  const perfParts = perf?.ok === true ? perf.channels : [];
  const sources = [perfParts, groups.flatMap(({ channels }) => channels)]
    .filter((channels) => channels.length > 0)
    .map((channels) => new RaplSource(channels, fixForCode));

  const paranoid = readLine(join(proc, 'sys/kernel/perf_event_paranoid'));
  const refusal = perf?.ok === false ? perfRefusal(perf.code, paranoid) : undefined;
  const findings: Finding[] = [
    ...perfFound(perfParts, looked),
    ...powercapFound(groups, itemsOf, looked),
    ...refused({ plan, tree, byPerf, ...(refusal === undefined ? {} : { refusal }) }, looked),
  ];
  if (zeroes.length > 0) findings.push(zeroMemoryFinding(zeroes, looked));
  const packages = sources
    .flatMap(({ channels }) => channels)
    .filter(({ target }) => target === 'cpu').length;
  if (
    packages > 0 &&
    context.sockets !== undefined &&
    packages < context.sockets &&
    !groups.some(({ mirrors }) => mirrors.length > 0)
  )
    findings.push(missingSocketFinding(packages, context.sockets, looked));
  return { sources, findings };
}
