import type { Scalar } from '../../book/journal-event.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { isSeedName, withoutSeeds } from './seed.ts';

/** What makes runs repetitions of each other: everything but the seed, the time, the name and the commit. */
export interface Configuration {
  readonly project: string;
  readonly kind: RunRecord['kind'];
  /** The command line with its seeds left open. */
  readonly command: string;
  readonly params: Readonly<Record<string, Scalar>>;
  /** CPU, GPUs and instance: energies of different machines are no sample of one. */
  readonly machine: string;
}

/** The configuration of a run. */
export function configurationOf(run: RunRecord): Configuration {
  const { project, kind, command, params } = run;
  const open = Object.entries(params)
    .filter(([name]) => !isSeedName(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    project,
    kind,
    command: withoutSeeds(command),
    params: Object.fromEntries(open),
    machine: machineText(run),
  };
}

/** The machine in words: what two runs must share for their joules to compare. */
export function machineText({ machine }: Pick<RunRecord, 'machine'>): string {
  if (machine === null) return 'not recorded';
  const { cpu, gpus, instanceType, sockets } = machine;
  const cards = [...new Set(gpus)].map((name) => {
    const count = gpus.filter((each) => each === name).length;
    return count === 1 ? name : `${count} × ${name}`;
  });
  const processor = sockets > 1 ? `${sockets} × ${cpu}` : cpu;
  return [processor, ...cards, ...(instanceType === undefined ? [] : [instanceType])].join(', ');
}

/**
 * A short name for each of some configurations: what differs between them.
 *
 * @example
 * const base = { project: 'p', kind: 'command', command: 'train', machine: 'm' };
 * configurationNames([{ ...base, params: { lr: 1 } }, { ...base, params: { lr: 2 } }]); // ['lr=1', 'lr=2']
 */
export function configurationNames(all: readonly Configuration[]): readonly string[] {
  const varies = (read: (each: Configuration) => unknown): boolean =>
    all.some((each) => read(each) !== read(all[0] as Configuration));
  const names = [...new Set(all.flatMap(({ params }) => Object.keys(params)))].sort();
  const varying = names.filter((name) => varies(({ params }) => params[name]));
  const isAsGood = (short: string, value: Scalar): boolean =>
    all.every(({ params }) =>
      Object.values(params).every((other) => other === value || String(other) !== short),
    );
  return all.map((each) => {
    const parts = varying.flatMap((name) =>
      each.params[name] === undefined ? [] : [`${name}=${shortText(each.params[name], isAsGood)}`],
    );
    if (varies(({ project }) => project)) parts.unshift(each.project);
    if (varies(({ machine }) => machine)) parts.push(`on ${each.machine}`);
    const isCommandNeeded = parts.length === 0 || (varying.length === 0 && varies(({ command }) => command));
    return [...(isCommandNeeded ? [each.command || each.project] : []), ...parts].join(' ');
  });
}

const DIGITS = 4;

/** A value in few digits, where no other value is written so. */
function shortText(value: Scalar | undefined, isAsGood: (short: string, value: Scalar) => boolean): string {
  if (typeof value !== 'number') return String(value);
  const short = String(Number(value.toPrecision(DIGITS)));
  return isAsGood(short, value) ? short : String(value);
}
