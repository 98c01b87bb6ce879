import type { MachineInfo } from '../../hardware/machine-info.ts';
import type { Measured } from './measured.ts';

/**
 * How two runs may be compared: on the same machine all errors that they share cancel; on machines of one description they cancel but for
 * what such machines differ by; else they are not compared, for the reasons given.
 */
export type Likeness =
  | { readonly kind: 'same' }
  | { readonly kind: 'alike' }
  | { readonly kind: 'different'; readonly reasons: readonly string[] };

/** Compares the machines and the ways of measuring of two runs. `sameRam`: relative difference of memory sizes that counts as none. */
export function likeness(a: Measured, b: Measured, sameRam: number): Likeness {
  const reasons = [...machineReasons(a.machine, b.machine, sameRam), ...methodReasons(a, b)];
  if (reasons.length > 0) return { kind: 'different', reasons };
  return { kind: a.hostId === b.hostId && a.hostId !== '' ? 'same' : 'alike' };
}

function machineReasons(a: MachineInfo | null, b: MachineInfo | null, sameRam: number): readonly string[] {
  if (a === null || b === null) return a === b ? ['machine not known'] : ['machine known of one only'];
  const reasons: string[] = [];
  if (a.cpu !== b.cpu) reasons.push('another CPU');
  else if (a.sockets !== b.sockets || a.cores !== b.cores || a.threads !== b.threads)
    reasons.push('another number of cores');
  if (gpus(a) !== gpus(b)) reasons.push('other GPUs');
  if (Math.abs(a.ramBytes - b.ramBytes) > sameRam * Math.max(a.ramBytes, b.ramBytes))
    reasons.push('another memory size');
  if (a.virtual !== b.virtual || a.instanceType !== b.instanceType || a.chassis !== b.chassis)
    reasons.push('another kind of machine');
  return reasons;
}

function gpus({ gpus }: MachineInfo): string {
  return [...gpus].sort().join('\n');
}

/** What is measured in another way, or on another calibration, has other errors and another bias. */
function methodReasons(a: Measured, b: Measured): readonly string[] {
  const parts = new Set([...Object.keys(a.methods), ...Object.keys(b.methods)]);
  const differing = [...parts].filter((part) => a.methods[part] !== b.methods[part]);
  if (a.isNested !== b.isNested) return ['one is inside another run: it has no share of idle energy'];
  if (differing.length > 0) return [`measured in another way (${differing.sort().join(', ')})`];
  return a.calibrationId === b.calibrationId ? [] : ['another calibration'];
}
