import { byteText } from './byte-text.ts';
import { type Check, check } from './check.ts';
import type { SystemFacts } from './system-facts.ts';

/** What the machine is, and which part of it is ours. */
export function machineChecks(facts: SystemFacts): readonly Check[] {
  return [machineCheck(facts), ...limitChecks(facts), ...fakeChecks(facts)];
}

function machineCheck({ machine }: SystemFacts): Check {
  const about = ['system', 'Machine'] as const;
  const { cpu, sockets, cores, threads, ramBytes, gpus, chassis, cloud, instanceType, os } = machine;
  const kind = [
    machine.virtual ? 'a virtual machine' : chassis === 'unknown' ? 'class unknown' : `a ${chassis}`,
    ...(machine.container ? ['in a container'] : []),
    ...(cloud === undefined
      ? []
      : [instanceType === undefined ? `of ${cloud}` : `${instanceType} of ${cloud}`]),
  ].join(' ');
  const counts = [
    sockets === 1 ? '1 socket' : `${sockets} sockets`,
    cores === 1 ? '1 core' : `${cores} cores`,
    threads === 1 ? '1 thread' : `${threads} threads`,
    byteText(ramBytes),
    ...(gpus.length === 0 ? [] : [gpus.length === 1 ? '1 GPU' : `${gpus.length} GPUs`]),
  ].join(', ');
  return check('system.machine', about, 'ok', `${cpu}, ${kind}`, { details: [counts, os] });
}

function limitChecks({ cpuQuota, cpuList, cpuCapacity, insideRun, ...facts }: SystemFacts): Check[] {
  const checks: Check[] = [];
  if (cpuQuota !== undefined) {
    const what = `the time of ${shortNumber(cpuQuota)} of ${cpuCapacity} CPUs, by the quota of this cgroup`;
    checks.push(check('system.quota', ['system', 'CPU quota'], 'note', what));
  }
  if (cpuList !== undefined) {
    const what = `only CPUs ${cpuList} of ${cpuCapacity}, by the cpuset of this cgroup`;
    checks.push(check('system.cpuset', ['system', 'CPU set'], 'note', what));
  }
  const reserved = reservedCheck(facts);
  if (reserved !== undefined) checks.push(reserved);
  if (insideRun !== undefined) {
    const what = `this shell is inside run ${insideRun}: what runs here is a part of it`;
    checks.push(check('system.inside', ['system', 'Inside'], 'note', what));
  }
  return checks;
}

/** What is kept for runs here: they take its part of the idle energy, and only that. */
function reservedCheck({
  reservation,
  declaredCpus,
}: Pick<SystemFacts, 'reservation' | 'declaredCpus'>): Check | undefined {
  const about = ['system', 'Reserved'] as const;
  if (declaredCpus !== undefined && !(Number(declaredCpus) > 0)) {
    const what = `JOULEBOOK_RESERVED_CPUS is "${declaredCpus}": no number of CPUs`;
    return check('system.reserved', about, 'warn', what, {
      fix: 'write a number: JOULEBOOK_RESERVED_CPUS=8',
    });
  }
  if (reservation === undefined) return undefined;
  const { cpus, gpus, name } = reservation;
  const parts = [
    ...(cpus > 0 ? [cpus === 1 ? '1 CPU' : `${shortNumber(cpus)} CPUs`] : []),
    ...(gpus.length > 0 ? [`GPU ${gpus.join(', ')}`] : []),
  ];
  return check(
    'system.reserved',
    about,
    'ok',
    `${parts.length === 0 ? 'nothing' : parts.join(' and ')}, ${whose(name)}`,
  );
}

function whose(name: string | undefined): string {
  if (name === undefined) return 'as JOULEBOOK_RESERVED_CPUS says';
  const [kind, what] = name.split(/:(.*)/, 2);
  return kind === 'slurm' ? `by Slurm for job ${what}` : `by an exclusive cpuset (${what})`;
}

function fakeChecks({ fakeRoot }: SystemFacts): readonly Check[] {
  if (fakeRoot === undefined) return [];
  const what = `a made-up machine is looked at: JOULEBOOK_FAKE_ROOT is ${fakeRoot}`;
  return [check('system.fake', ['system', 'Fake'], 'warn', what, { fix: 'unset JOULEBOOK_FAKE_ROOT' })];
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(3)));
}
