import type { ErrorSources } from '../../units/estimate.ts';
import type { ComponentInfo } from '../meter.ts';
import type { ComponentModel, MachineModel } from '../model/machine-model.ts';
import type { Channel, ChannelTrouble, Target } from '../source.ts';
import type { ChannelStates } from './channel-states.ts';
import type { IdlePower, IdlePowers } from './idle-power.ts';

/** How one component is read now. */
export interface Column {
  readonly info: ComponentInfo;
  /** Places of its channels in the row of all channels; empty where the model serves. */
  readonly places: readonly number[];
  /** W at 0, 10, … 100 % load of the machine; undefined where counters serve. */
  readonly watts: Float64Array | undefined;
  /** Idle power, W; NaN where none is usable. */
  readonly idleW: number;
}

/** What a machine's components are read from. */
export interface ColumnParts {
  readonly model: MachineModel;
  readonly idle: IdlePowers;
  /** Busy part of the CPUs at which the model's errors are stated, 0 to 1. */
  readonly busy: number;
  /** Why the counters of the CPU are not used, for what its component says of itself. */
  readonly cpuReason?: string;
}

/** Chooses how the chips are read: by counters where all of a component's channels can be read, else by the model; a GPU has no model here. */
export function chipColumns(states: ChannelStates, parts: ColumnParts): readonly Column[] {
  const gpus = [...states.targets()].filter((target) => target.startsWith('gpu:')).sort(byNumber);
  return [
    counted(states, 'cpu', parts) ?? modelled('cpu', parts, states.failureOf('cpu')),
    ...(isInside(states, 'ram')
      ? []
      : [counted(states, 'ram', parts) ?? modelled('ram', parts, states.failureOf('ram'))]),
    ...gpus.flatMap((gpu) => counted(states, gpu, parts) ?? []),
  ];
}

/** Whether what is read of another component holds this one's energy already. */
function isInside(states: ChannelStates, target: Target): boolean {
  return states.all.some(
    ({ channel, failed }) => failed === undefined && channel.contains?.includes(target) === true,
  );
}

/** GPUs that had a channel and cannot be read now, as components that say so. */
export function failedGpus(states: ChannelStates, sinceS: (atS: number) => string): readonly ComponentInfo[] {
  return states.all.flatMap(({ channel, failed }) =>
    failed === undefined || !channel.target.startsWith('gpu:')
      ? []
      : [failedComponent(channel, failed, sinceS)],
  );
}

/** Components as they are listed: CPU and memory, GPUs by number whether they can be read or not, then the rest. */
export function inOrder(components: readonly ComponentInfo[]): readonly ComponentInfo[] {
  const isGpu = ({ name }: ComponentInfo): boolean => name.startsWith('gpu:');
  const first = components.filter((one) => one.name === 'cpu' || one.name === 'ram');
  const gpus = components.filter(isGpu).sort((a, b) => byNumber(a.name, b.name));
  return [...first, ...gpus, ...components.filter((one) => !first.includes(one) && !isGpu(one))];
}

/** Power of a model at a load between its tabulated levels, W. */
export function wattsAt(watts: Float64Array, busy: number): number {
  const place = (busy > 0 ? Math.min(1, busy) : 0) * (watts.length - 1);
  const below = Math.min(Math.floor(place), watts.length - 2);
  const low = watts[below] ?? 0;
  return low + ((watts[below + 1] ?? low) - low) * (place - below);
}

function counted(states: ChannelStates, target: Target, { idle }: ColumnParts): Column | undefined {
  const places = states.of(target);
  if (places.length === 0 || states.failureOf(target) !== undefined) return undefined;
  const channels = places.map((place) => (states.all[place] as { channel: Channel }).channel);
  const first = channels[0] as Channel;
  const idlePower = idle[target];
  return {
    places,
    watts: undefined,
    idleW: idlePower?.watts ?? Number.NaN,
    info: {
      name: target,
      method: first.method,
      grade: channels.reduce((worst, { grade }) => (grade > worst ? grade : worst), first.grade),
      errors: together(channels),
      idleErrors: idlePower?.errors ?? {},
      shareMethod: target === 'cpu' ? 'cpu-time' : target === 'ram' ? 'cpu-share' : 'sm-time',
      available: true,
      ...(first.uuid === undefined ? {} : { uuid: first.uuid }),
    },
  };
}

function modelled(name: 'cpu' | 'ram', parts: ColumnParts, failed: ChannelTrouble | undefined): Column {
  const { model, idle, busy, cpuReason } = parts;
  const component = model.components.find((one) => one.name === name) as ComponentModel;
  const idlePower: IdlePower | undefined = idle[name]?.from === 'model' ? undefined : idle[name];
  const reason = failed === undefined ? (name === 'cpu' ? cpuReason : undefined) : because(failed);
  const all = [reason, model.reason].filter((text) => text !== undefined).join('; ');
  return {
    places: [],
    watts: component.watts,
    idleW: component.watts[0] ?? Number.NaN,
    info: {
      name,
      method: model.wall.method,
      grade: model.grade,
      errors: component.errorsAt(busy),
      idleErrors: idlePower?.errors ?? component.idleErrors,
      shareMethod: name === 'cpu' ? 'cpu-time' : 'cpu-share',
      available: true,
      ...(all === '' ? {} : { reason: all }),
    },
  };
}

function failedComponent(
  channel: Channel,
  failed: ChannelTrouble,
  sinceS: (atS: number) => string,
): ComponentInfo {
  return {
    name: channel.target,
    method: channel.method,
    grade: channel.grade,
    errors: channel.errors,
    idleErrors: {},
    shareMethod: 'none',
    available: false,
    reason: `${channel.label} cannot be read since ${sinceS(failed.atS)}: ${because(failed)}`,
    ...(channel.uuid === undefined ? {} : { uuid: channel.uuid }),
  };
}

function because({ why, fix }: ChannelTrouble): string {
  return fix === undefined ? why : `${why}; ${fix}`;
}

/** Errors of a component that several channels make up: sources that they share act on all of it, others on their part. */
function together(channels: readonly Channel[]): ErrorSources {
  const shared = new Map<string, number>();
  for (const { errors } of channels) {
    for (const source of Object.keys(errors)) shared.set(source, (shared.get(source) ?? 0) + 1);
  }
  const merged: Record<string, ErrorSources[string]> = {};
  for (const { errors } of channels) {
    for (const [source, spread] of Object.entries(errors)) {
      const part = (shared.get(source) ?? 1) / channels.length;
      merged[source] = typeof spread === 'number' ? spread * part : [spread[0] * part, spread[1] * part];
    }
  }
  return merged;
}

function byNumber(a: string, b: string): number {
  return Number(a.slice(4)) - Number(b.slice(4));
}
