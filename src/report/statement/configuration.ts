import type { IndexRow } from '../../book/index-row.ts';
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
  return configured(run, run.command, machineText(run));
}

/** The same of a run as the index has it. */
export function configurationOfRow(row: IndexRow): Configuration {
  const { cpu, gpus, sockets = 1, instanceType } = row;
  const machine =
    cpu === null ? null : { cpu, gpus, sockets, ...(instanceType === undefined ? {} : { instanceType }) };
  return configured(row, [row.command], machineText({ machine }));
}

function configured(
  { project, kind, params }: Pick<RunRecord, 'project' | 'kind' | 'params'>,
  command: readonly string[],
  machine: string,
): Configuration {
  const open = Object.entries(params)
    .filter(([name]) => !isSeedName(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return { project, kind, command: withoutSeeds(command), params: Object.fromEntries(open), machine };
}

/** What of a machine runs must share for their joules to compare. */
interface MachineParts {
  readonly cpu: string;
  readonly gpus: readonly string[];
  readonly sockets: number;
  readonly instanceType?: string;
}

/** The machine in words: what two runs must share for their joules to compare. */
export function machineText({ machine }: { readonly machine: MachineParts | null }): string {
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
  const textOf = texts(all);
  const short = all.map((each) => {
    const said = varying.flatMap((name) => {
      const value = each.params[name];
      return value === undefined ? [] : [`${name}=${textOf(value)}`];
    });
    const parts = said.slice(0, MOST_PARTS);
    if (said.length > parts.length) parts.push(`and ${said.length - parts.length} more parameters`);
    if (varies(({ project }) => project)) parts.unshift(each.project);
    if (varies(({ machine }) => machine)) parts.push(`on ${each.machine}`);
    const isCommandNeeded = parts.length === 0 || (varying.length === 0 && varies(({ command }) => command));
    return [...(isCommandNeeded ? [each.command || each.project] : []), ...parts].join(' ');
  });
  return toldApart(short, all);
}

/** The names, with the command line behind those that several command lines would share: parameters need not be all that differs. */
function toldApart(names: readonly string[], all: readonly Configuration[]): readonly string[] {
  const commands = new Map<string, Set<string>>();
  for (const [i, { command }] of all.entries()) {
    const name = names[i] ?? '';
    commands.set(name, (commands.get(name) ?? new Set()).add(command));
  }
  return names.map((name, i) => {
    const command = all[i]?.command ?? '';
    return (commands.get(name)?.size ?? 0) > 1 && command !== '' ? `${name} (${command})` : name;
  });
}

const DIGITS = 4;
/** Parameters in a name: more of them nobody reads, and each group has a letter as well. */
const MOST_PARTS = 10;

/** Values in few digits, where no other value is written so. */
function texts(all: readonly Configuration[]): (value: Scalar) => string {
  const shortOf = (value: Scalar): string =>
    typeof value === 'number' ? String(Number(value.toPrecision(DIGITS))) : String(value);
  const byText = new Map<string, Set<Scalar>>();
  for (const { params } of all)
    for (const value of Object.values(params))
      for (const text of [shortOf(value), String(value)])
        byText.set(text, (byText.get(text) ?? new Set()).add(value));
  return (value) => {
    const short = shortOf(value);
    return byText.get(short)?.size === 1 ? short : String(value);
  };
}
