import { describeMachine } from '../../hardware/describe-machine.io.ts';
import { hostId } from '../../hardware/host-id.io.ts';
import type { Host } from '../../host/host.ts';
import { native } from '../../host/native.io.ts';
import type { Feeds, MeterSettings } from '../../meters/feeds.ts';
import { closeFeeds, startFeeds } from '../../meters/feeds.io.ts';
import { modelTables } from '../../meters/model/model-tables.io.ts';
import type { Finding } from '../../meters/source.ts';
import { describeRun, type RunGround } from '../../run/describe-run.io.ts';
import type { OnlineOptions } from '../../run/online/online-options.ts';
import type { PrintOptions } from '../../units/format.ts';
import type { Grade } from '../../units/sourced.ts';
import { bookChecks } from './book-checks.ts';
import type { BookFacts } from './book-facts.ts';
import { type Check, check, GROUPS, withOwnIds, worstOf } from './check.ts';
import { type ComponentNow, componentChecks, gradeHere, wallNow } from './component-checks.ts';
import type { Examination } from './examination.ts';
import { gpuUserChecks } from './gpu-user-checks.ts';
import { liveChecks } from './live-checks.ts';
import { lookAtLive } from './look-at-live.io.ts';
import { lookAtSystem } from './look-at-system.io.ts';
import { measureHere } from './measure-here.io.ts';
import { meterChecks } from './meter-checks.ts';
import { overheadCheck } from './overhead-check.ts';
import { placeChecks } from './place-checks.ts';
import { SETTLE_S } from './read-channels.io.ts';
import { readMeters, sourcesOf } from './read-meters.io.ts';
import { systemChecks } from './system-checks.ts';
import { wallCheck } from './wall-check.ts';

/** What is asked of an examination. */
export interface ExamineOptions {
  /** For how long meters are watched, s. */
  readonly seconds: number;
  /** Time between two readings of a run, s. */
  readonly intervalS: number;
  readonly meters: MeterSettings;
  readonly book: BookFacts;
  readonly region: string | undefined;
  readonly intensityGPerKwh: number | undefined;
  readonly pue: number | undefined;
  readonly wue: number | undefined;
  readonly marketGPerKwh: number | undefined;
  readonly price: { readonly perKwh: number; readonly currency: string } | undefined;
  /** What a run here may ask the network. */
  readonly online: OnlineOptions | undefined;
  /** Checks that the caller has made: the settings. */
  readonly more: readonly Check[];
  readonly print: PrintOptions;
}

/** Looks at every meter and every fact. Nothing of the book is changed, and everything that was started is ended. */
export async function examine(host: Host, options: ExamineOptions): Promise<Examination> {
  native(); // as for a run: the boot clock and the meters' libraries come with it
  const machine = describeMachine(host);
  const feeds = await startFeeds(host, hostId(host), options.meters);
  let isHandedOver = false;
  try {
    const { families, users, speaking } = await readMeters(host, machine.info, feeds, options);
    const ground = describeRun(host, runOptions(host, options, speaking), machine);
    isHandedOver = true; // its meter closes what it was given
    const spoke = sourcesOf(speaking);
    for (const source of sourcesOf(feeds)) if (!spoke.includes(source)) source.close();
    const { components, overhead } = await measureHere(host, ground, {
      seconds: options.seconds,
      settleS: spoke.length > 0 ? SETTLE_S : 0,
      intervalS: options.intervalS,
      cpuCapacity: machine.cpuCapacity,
    });
    const findings = families.flatMap((family) => family.findings);
    const grade = gradeHere(components);
    const checks = [
      ...meterChecks(families, options.print),
      ...gpuUserChecks(users),
      ...runChecks(ground, components, findings, options.print),
      overheadCheck(overhead, options.print),
      ...placeChecks(placeOf(ground), options.print),
      ...liveChecks(lookAtLive(host, options.online, ground.event.intensity), options.print),
      ...bookChecks(options.book),
      ...systemChecks(lookAtSystem(host, machine)),
      ...options.more,
    ];
    const readings = families.flatMap((family) => family.readings);
    return {
      checks: inOrder([gradeCheck(grade, checks), ...checks]),
      cpu: machine.info.cpu,
      grade,
      readings,
      components,
      overhead,
    };
  } finally {
    if (!isHandedOver) closeFeeds(feeds);
  }
}

function runOptions(
  host: Host,
  { intervalS, meters, region, intensityGPerKwh, pue, wue, marketGPerKwh, price }: ExamineOptions,
  feeds: Feeds,
): Parameters<typeof describeRun>[1] {
  return {
    kind: 'command',
    command: [],
    cwd: host.cwd,
    params: {},
    tags: [],
    intervalS,
    scope: 'attributed',
    csv: [],
    meters,
    feeds,
    ...(region === undefined ? {} : { configRegion: region }),
    ...(intensityGPerKwh === undefined ? {} : { intensityGPerKwh }),
    ...(pue === undefined ? {} : { pue }),
    ...(wue === undefined ? {} : { wue }),
    ...(marketGPerKwh === undefined ? {} : { marketGPerKwh }),
    ...(price === undefined ? {} : { price }),
  };
}

function runChecks(
  { event, warnings }: RunGround,
  components: readonly ComponentNow[],
  findings: readonly Finding[],
  print: PrintOptions,
): readonly Check[] {
  const { virtual: isVirtual } = event.machine;
  const chassis = isVirtual ? 'server' : event.machine.chassis;
  const supply = modelTables().supply.classes[chassis];
  const other = components.find(({ info }) => info.name === 'other');
  const now = wallNow(components);
  const wall = { chassis, supply, isVirtual, now, ...calibrationOf(event.policy) };
  return [
    ...componentChecks(components, findings, print),
    ...(other === undefined ? [] : [wallCheck({ ...wall, other: other.info }, print)]),
    ...warnings
      // The region is told with the place, and what sends people to this command is told by its components.
      .filter(({ code, fix = '' }) => code !== 'E_REGION' && !fix.includes('`joulebook doctor`'))
      .map(({ what, why, fix }) => check('run.warning', ['run', 'Warning'], 'warn', what, { why, fix })),
  ];
}

function calibrationOf({ calibrationId }: RunGround['event']['policy']): { readonly calibrationId?: string } {
  return typeof calibrationId === 'string' ? { calibrationId } : {};
}

function placeOf({ event, warnings }: RunGround): Parameters<typeof placeChecks>[0] {
  return {
    intensity: event.intensity,
    pue: event.pue,
    embodied: event.embodied,
    embodiedReason: event.policy['embodied'],
    market: event.market,
    wue: event.wue,
    price: event.price,
    problems: warnings.filter(({ code }) => code === 'E_REGION'),
  };
}

function gradeCheck(grade: Grade, checks: readonly Check[]): Check {
  const isBroken = worstOf(checks) === 'fail';
  const words: Readonly<Record<Grade, string>> = {
    A: 'A: counters or meters read what matters',
    B: 'B: what matters is modelled from the load',
    C: 'C: what matters is assumed from tables, or follows from what is',
    D: 'D: imported',
  };
  return check('run.grade', ['run', 'Grade'], grade === 'A' && !isBroken ? 'ok' : 'note', words[grade]);
}

function inOrder(checks: readonly Check[]): readonly Check[] {
  return withOwnIds(Object.keys(GROUPS).flatMap((group) => checks.filter((one) => one.group === group)));
}
