import { type Estimate, estimate, exact, UNKNOWN, written, type WrittenEstimate } from '../units/estimate.ts';
import type { Grade } from '../units/sourced.ts';
import { costRecord, marketRecord, waterRecord } from './beside-carbon.ts';
import type { EnergySums, Part } from './energy-sums.ts';
import { embodiedCarbon, facilityEnergy, operationalCarbon } from './footprint.ts';
import { intensityOf, liveCarbon } from './live-carbon.ts';
import { readableName, timeOfId, isRunId } from './run-id.ts';
import type {
  CarbonRecord,
  ComponentRecord,
  EnergyRecord,
  EpochRecord,
  LayerRecord,
  RunRecord,
  UsageRecord,
  WindowRecord,
} from './run-record.ts';
import type { RunFacts } from './run-facts.ts';

/** A component with less than this part of the attributed chips energy does not set the grade (DESIGN §4). */
const GRADE_FLOOR = 0.1;

const joules = (e: Estimate): WrittenEstimate => written(e, 'J');
const grams = (e: Estimate): WrittenEstimate => written(e, 'g');

/** Derives the record of a run from what its journal says. */
export function deriveRecord(facts: RunFacts): RunRecord {
  const { start, end, machine, amendable } = facts;
  const energy = energyOf(facts);
  const wall = endedUnread(facts) ? UNKNOWN : facts.sums.layer('wall', 'attributed');
  return {
    schema: 'joulebook.run/1',
    id: start?.id ?? facts.id,
    rootId: start?.rootId ?? facts.id,
    ...(start?.parentId === undefined ? {} : { parentId: start.parentId }),
    ...(start?.continues === undefined ? {} : { continues: start.continues }),
    ...(start?.job === undefined ? {} : { job: start.job }),
    name: amendable.name ?? nameOf(facts.id),
    project: start?.project ?? '',
    kind: start?.kind ?? 'command',
    command: start?.command ?? [],
    cwd: start?.cwd ?? '',
    ...(start?.work === undefined ? {} : { work: start.work }),
    state: end?.state ?? 'running',
    exitCode: end?.exitCode ?? null,
    signal: end?.signal ?? null,
    ...(end?.limit === undefined ? {} : { limit: end.limit }),
    startedAt: start?.startedAt ?? startOf(facts.id),
    endedAt: end?.endedAt ?? null,
    durationS: facts.durationS,
    hostId: start?.hostId ?? '',
    bootId: start?.bootId ?? '',
    ...(start === undefined ? {} : { scope: start.scope }),
    energy,
    carbon: carbonOf(facts, wall),
    ...costRecord(wall, machine),
    ...waterRecord(wall, machine),
    grade: endedUnread(facts) ? 'C' : gradeOf(facts.sums),
    machine: machine?.machine ?? null,
    environment: machine?.environment ?? {},
    git: machine?.git ?? null,
    params: Object.fromEntries(facts.params),
    metrics: Object.fromEntries(facts.metrics),
    marks: [...facts.marks],
    ...(Object.keys(facts.done).length === 0 ? {} : { done: facts.done }),
    ...(facts.cache === undefined ? {} : { cache: facts.cache }),
    tags: amendable.tags,
    notes: amendable.notes,
    gaps: [...facts.gaps],
    warnings: facts.warnings,
    ...(end?.survivors === undefined ? {} : { survivors: end.survivors }),
    usage: usageOf(facts),
    trackerVersion: start?.trackerVersion ?? '',
    intervalS: start?.intervalS ?? 0,
    samples: facts.samples,
    ...facts.imported,
  };
}

/** Whether the run had ended before its tracker read anything. What was read afterwards is another time's. */
function endedUnread({ end, gaps, durationS }: RunFacts): boolean {
  return end !== undefined && gaps.some((gap) => gap.atS === 0 && gap.durationS >= durationS);
}

function nameOf(id: string): string {
  return isRunId(id) ? readableName(id) : id;
}

function startOf(id: string): string {
  return isRunId(id) ? new Date(timeOfId(id)).toISOString() : '';
}

function energyOf(facts: RunFacts): EnergyRecord {
  const { sums, machine } = facts;
  const isUnread = endedUnread(facts);
  const layer = (name: 'chips' | 'wall', part: Exclude<Part, 'idle'>): Estimate =>
    isUnread ? UNKNOWN : sums.layer(name, part);
  const of = (name: 'chips' | 'wall'): LayerRecord => layerOf((part) => layer(name, part));
  // What nobody owns is a part of the machine's energy, so it is as well known as that.
  const { errors } = sums.layer('wall', 'machine');
  const calibrationId = machine?.policy['calibrationId'];
  return {
    chips: of('chips'),
    wall: of('wall'),
    facility: layerOf((part) => facilityEnergy(layer('wall', part), machine?.pue)),
    unattributed: joules(isUnread ? UNKNOWN : estimate(facts.unattributedJ, errors)),
    components: componentsOf(facts),
    stages: stagesOf(facts),
    epochs: facts.epochs.map(
      (epoch): EpochRecord => ({
        n: epoch.n,
        attributed: joules(epoch.attributed),
        active: joules(epoch.active),
        durationS: epoch.durationS,
        metrics: Object.fromEntries(epoch.metrics),
      }),
    ),
    measuredFraction: isUnread ? 0 : measuredFraction(sums),
    policy: machine?.policy ?? {},
    coTenants: facts.usage.mostRoots - 1,
    ...(calibrationId === undefined ? {} : { calibrationId }),
    tracker: joules(estimate(facts.trackerJ, errors)),
  };
}

function layerOf(energy: (part: Exclude<Part, 'idle'>) => Estimate): LayerRecord {
  return {
    attributed: joules(energy('attributed')),
    active: joules(energy('active')),
    machine: joules(energy('machine')),
  };
}

function componentsOf(facts: RunFacts): EnergyRecord['components'] {
  const { machine, sums } = facts;
  const isUnread = endedUnread(facts);
  const components = (machine?.components ?? []).map((info): readonly [string, ComponentRecord] => {
    const known = !isUnread && (info.available || sums.has(info.name));
    const energy = (part: Part): WrittenEstimate => joules(known ? sums.component(info.name, part) : UNKNOWN);
    return [
      info.name,
      {
        attributed: energy('attributed'),
        active: energy('active'),
        idle: energy('idle'),
        machine: energy('machine'),
        share: { method: info.shareMethod, value: known ? sums.share(info.name) : null },
        method: info.method,
        grade: info.grade,
        ...(info.uuid === undefined ? {} : { uuid: info.uuid }),
        ...(info.reason === undefined ? {} : { reason: info.reason }),
      },
    ];
  });
  return Object.fromEntries(components);
}

function stagesOf(facts: RunFacts): EnergyRecord['stages'] {
  const { windows, lastT } = facts;
  const wall = (sums: EnergySums, part: 'attributed' | 'active'): WrittenEstimate =>
    joules(endedUnread(facts) ? UNKNOWN : sums.layer('wall', part));
  return Object.fromEntries(
    windows.names(lastT).map((window): readonly [string, WindowRecord] => [
      window.name,
      {
        attributed: wall(window.sums, 'attributed'),
        active: wall(window.sums, 'active'),
        self: wall(window.self, 'attributed'),
        durationS: window.durationS,
        count: window.count,
        ...(window.parent === undefined ? {} : { parent: window.parent }),
      },
    ]),
  );
}

/** Energies by which components are weighed: attributed, or the machine's where the run has used nothing that shows. */
function weights(sums: EnergySums): readonly { readonly grade: Grade; readonly part: number }[] {
  const segments = sums.chipSegments();
  const attributed = segments.reduce((total, segment) => total + segment.attributedJ, 0);
  const machine = segments.reduce((total, segment) => total + segment.machineJ, 0);
  const energy = (s: (typeof segments)[number]): number =>
    attributed > 0 ? s.attributedJ / attributed : machine > 0 ? s.machineJ / machine : 1 / segments.length;
  return segments.map((segment) => ({ grade: segment.info.grade, part: energy(segment) }));
}

function gradeOf(sums: EnergySums): Grade {
  const heavy = weights(sums).filter(({ part }) => part >= GRADE_FLOOR);
  const worst = heavy.reduce<Grade>((worst, { grade }) => (grade > worst ? grade : worst), 'A');
  return heavy.length === 0 ? 'C' : worst; // nothing was read: nothing better than an assumption
}

function measuredFraction(sums: EnergySums): number {
  const measured = weights(sums).reduce((total, { grade, part }) => total + (grade === 'A' ? part : 0), 0);
  return Math.min(1, measured);
}

function carbonOf(facts: RunFacts, wall: Estimate): CarbonRecord {
  const { start, machine, grids, hours } = facts;
  const { pue, intensity: offline } = machine ?? {};
  const live = { grids, energy: hours, offline, pue };
  const intensity = intensityOf(live);
  const embodied =
    start?.parentId === undefined
      ? embodiedCarbon(machine?.embodied, facts.durationS, facts.idleShare)
      : exact(0); // its root run carries it
  return {
    operational: grams(operationalCarbon(wall, pue, intensity)),
    embodied: grams(embodied),
    ...(machine?.embodied === undefined || start?.parentId !== undefined
      ? {}
      : { embodiedBasis: machine.embodied }),
    intensity: intensity ?? null,
    pue: pue ?? null,
    ...liveCarbon(live, facilityEnergy(wall, pue)),
    ...marketRecord(wall, machine),
  };
}

function usageOf({ usage, end, machine }: RunFacts): UsageRecord {
  const capacityS = usage.coveredS * (machine?.machine.threads ?? 0);
  const partOf = (cpuS: number): number => (capacityS > 0 ? cpuS / capacityS : 0);
  return {
    cpuS: end?.cpuS ?? usage.runS,
    cpuSource: end?.cpuSource ?? 'samples',
    machineCpu: partOf(usage.busyS),
    runCpu: partOf(usage.runS),
    ...(usage.stolenS > 0 ? { stolenCpu: partOf(usage.stolenS) } : {}),
    peakRssBytes: usage.peakRssBytes,
    trackerCpuS: usage.trackerS,
  };
}
