import { type Estimate, written, type WrittenEstimate } from '../../units/estimate.ts';
import { besidesJson } from './besides.ts';
import type {
  ComponentReading,
  KnownRun,
  ProcessReading,
  RestReading,
  RunReading,
  TopReading,
} from './reading.ts';

/** A reading as `joulebook.top/1` has it. Powers in W, energies in J, carbon in g CO2e, times in s. */
export function readingJson(reading: TopReading): object {
  const { host, machine, wall, sinceStart, today, ahead, intensity, pue } = reading;
  const total = reading.wall.watts;
  const share = (power: number): number | null => (total > 0 ? power / total : null);
  const rest = ({ watts: powerW, cpu }: RestReading): object => ({ powerW, share: share(powerW), cpu });
  return {
    at: new Date(reading.atMs).toISOString(),
    t: reading.atS,
    dtS: reading.dtS,
    hostId: host.id,
    hostname: host.name,
    machine,
    cpuCapacity: reading.cpuCapacity,
    cpuBusy: reading.cpuBusy,
    wall: { power: watts(wall.power), powerW: wall.watts },
    components: reading.components.map(componentJson),
    runs: reading.runs.map((run) => runJson(run, reading, run.depth === 0 ? share(run.watts) : null)),
    untracked: rest(reading.untracked),
    trackers: rest(reading.trackers),
    idle: rest(reading.idle),
    processes: reading.processes.map(processJson),
    sinceStart: {
      durationS: sinceStart.durationS,
      energy: joules(sinceStart.energy),
      carbon: grams(sinceStart.carbon),
      ...besidesJson(sinceStart.besides),
    },
    today:
      today === undefined
        ? null
        : { runs: today.runs, energy: joules(today.energy), carbon: grams(today.carbon) },
    ahead:
      ahead === undefined
        ? null
        : {
            ...ahead,
            hours: ahead.hours.map(({ atMs, gPerKwh }) => ({ at: new Date(atMs).toISOString(), gPerKwh })),
          },
    intensity,
    pue,
    ownCpu: reading.ownCpu,
  };
}

function componentJson({
  name,
  method,
  grade,
  uuid,
  power,
  watts: powerW,
  gpu,
  reason,
}: ComponentReading): object {
  return {
    name,
    method,
    grade,
    ...(uuid === undefined ? {} : { uuid }),
    power: watts(power),
    powerW,
    ...(gpu === undefined ? {} : { gpu }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function runJson(run: RunReading, reading: TopReading, share: number | null): object {
  const { id, rootId, depth, pid, uid, cpu, known } = run;
  return {
    id,
    rootId,
    depth,
    pid,
    uid,
    cpu,
    power: watts(run.power),
    powerW: run.watts,
    share,
    ...bookJson(known, reading),
  };
}

function bookJson(known: KnownRun | undefined, reading: TopReading): object {
  if (known === undefined) return { name: null, book: null };
  const { name, project, book, command, epoch } = known;
  return {
    name,
    project,
    book,
    command,
    durationS: Math.max(0, reading.atS - known.startedS),
    energy: joules(known.energy),
    carbon: grams(known.carbon),
    ...besidesJson(known.besides),
    ...(epoch === undefined ? {} : { epoch }),
  };
}

function processJson({
  pid,
  name,
  command,
  cpu,
  gpu,
  gpus,
  watts: activeW,
  runId,
  isTracker,
}: ProcessReading): object {
  return { pid, name, command, cpu, gpu, gpus, activeW, runId: runId ?? null, isTracker };
}

const watts = (e: Estimate): WrittenEstimate => written(e, 'W');
const joules = (e: Estimate): WrittenEstimate => written(e, 'J');
const grams = (e: Estimate): WrittenEstimate => written(e, 'g');
