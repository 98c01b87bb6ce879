import type { Finding, Target } from '../source.ts';
import { READ_NOW } from './udev-rule.ts';

const METER = 'rapl';
const ALL: readonly Target[] = ['cpu', 'ram', 'dc'];

/** What to do about a counter that cannot be read, by its errno name. */
export function fixForCode(code: string): string | undefined {
  if (code === 'EACCES' || code === 'EPERM')
    return `joulebook doctor --fix (a udev rule, for good), or until the next boot: ${READ_NOW}`;
  if (code === 'ENOENT' || code === 'ENODEV') return 'sudo modprobe intel_rapl_msr';
  return undefined;
}

/** What is read, and how. */
export interface FoundParts {
  readonly way: 'powercap' | 'perf events';
  readonly labels: readonly string[];
  readonly targets: readonly Target[];
  /** Domains that seem to show one counter. */
  readonly mirrors: readonly (readonly string[])[];
  /** Domains whose range cannot be read. */
  readonly withoutRange: readonly string[];
  readonly looked: readonly string[];
}

export function foundFinding(parts: FoundParts): Finding {
  const why = [
    ...parts.mirrors.map((labels) => `${labels.join(', ')} show one counter: counted once while they do`),
    ...(parts.withoutRange.length === 0
      ? []
      : [
          `max_energy_range_uj of ${parts.withoutRange.join(', ')} cannot be read: energy across a wrap has bounds only`,
        ]),
  ].join('; ');
  return {
    meter: METER,
    state: 'found',
    what: `RAPL by ${parts.way}: ${parts.labels.join(', ')}`,
    ...(why === '' ? {} : { why }),
    ...(parts.withoutRange.length === 0 ? {} : { fix: READ_NOW }),
    targets: parts.targets,
    looked: parts.looked,
  };
}

/** Counters that are there and refuse. */
export function unreadableFinding(parts: {
  readonly labels: readonly string[];
  readonly code: string;
  readonly target: Target;
  /** Of these packages the cores can be read. */
  readonly onlyCores: readonly string[];
  /** What became of perf events, where they were tried. */
  readonly perf?: string;
  readonly looked: readonly string[];
}): Finding {
  const isDenied = parts.code === 'EACCES' || parts.code === 'EPERM';
  const why = [
    isDenied
      ? `energy_uj is readable by root only (${parts.code}), as the kernel made it in 2020`
      : `energy_uj cannot be read (${parts.code})`,
    ...(parts.onlyCores.length === 0
      ? []
      : [
          `the cores of ${parts.onlyCores.join(', ')} can be read, but are only a part of it and are not taken for it`,
        ]),
    ...(parts.perf === undefined ? [] : [parts.perf]),
  ].join('; ');
  const fix = fixForCode(parts.code);
  return {
    meter: METER,
    state: 'unusable',
    what: `RAPL: ${parts.labels.join(', ')} cannot be read`,
    why,
    ...(fix === undefined ? {} : { fix }),
    targets: [parts.target],
    looked: parts.looked,
  };
}

/** Why perf events do not help. */
export function perfRefusal(code: string, paranoid: string): string {
  if (code !== 'EACCES' && code !== 'EPERM') return `perf events refuse too (${code})`;
  const level = paranoid === '' ? '' : `, kernel.perf_event_paranoid is ${paranoid}`;
  return `perf events refuse too (${code}${level}; they need 0 or less, or CAP_PERFMON)`;
}

/** Energy by perf events alone, which refuse. */
export function perfOnlyFinding(refusal: string, looked: readonly string[]): Finding {
  return {
    meter: METER,
    state: 'unusable',
    what: 'RAPL: the kernel shows it by perf events only, and refuses them',
    why: refusal,
    fix: 'sudo modprobe intel_rapl_msr (the powercap files), or until the next boot: sudo sysctl kernel.perf_event_paranoid=0',
    targets: ['cpu', 'ram'],
    looked,
  };
}

/** A container's mask lies over the folder. */
export function hiddenFinding(hidden: readonly string[], looked: readonly string[]): Finding {
  return {
    meter: METER,
    state: 'unusable',
    what: `RAPL: ${hidden.join(', ')} are named and hidden`,
    why: 'the container runtime masks /sys/devices/virtual/powercap (Docker since 24.0.7, Podman since 4.7.2)',
    fix: `docker run --security-opt systempaths=unconfined …, or podman run --security-opt unmask=/sys/devices/virtual/powercap …; and on the host: ${READ_NOW}`,
    targets: ALL,
    looked,
  };
}

/** A virtual machine shows counters of which nobody said what they count. */
export function untrustedFinding(looked: readonly string[]): Finding {
  return {
    meter: METER,
    state: 'unusable',
    what: 'RAPL inside a virtual machine',
    why: 'what the hypervisor puts there is not known: the energy of the whole host, of this machine, or nothing',
    fix: 'if the hypervisor hands this machine its own energy: `rapl: trusted` in joulebook.yaml',
    targets: ALL,
    looked,
  };
}

/** Fewer packages than sockets: the sum is not the machine. */
export function missingSocketFinding(packages: number, sockets: number, looked: readonly string[]): Finding {
  return {
    meter: METER,
    state: 'unusable',
    what: `RAPL: ${packages} ${packages === 1 ? 'package' : 'packages'} of a machine with ${sockets} sockets`,
    why: 'the other sockets have no counter: their energy is not in the totals',
    targets: ['cpu'],
    looked,
  };
}

/** Memory whose counter is zero though the machine has long been running. */
export function zeroMemoryFinding(labels: readonly string[], looked: readonly string[]): Finding {
  return {
    meter: METER,
    state: 'unusable',
    what: `RAPL: ${labels.join(', ')} always zero`,
    why: 'the driver shows a counter that this machine does not have; its memory is not measured',
    targets: ['ram'],
    looked,
  };
}

/** There is nothing. */
export function absentFinding(
  about: { readonly isX86: boolean; readonly isVirtual: boolean },
  looked: readonly string[],
): Finding {
  const why = about.isVirtual
    ? 'a virtual machine is not shown the counters of its host'
    : about.isX86
      ? 'its driver is not loaded, or the CPU has none (Intel since 2011, AMD since Zen)'
      : 'only x86 CPUs of Intel and AMD have it';
  return {
    meter: METER,
    state: 'absent',
    what: 'no RAPL: looked for intel-rapl* among the power zones and for the PMU "power"',
    why,
    ...(about.isX86 && !about.isVirtual ? { fix: 'sudo modprobe intel_rapl_msr' } : {}),
    targets: ALL,
    looked,
  };
}
