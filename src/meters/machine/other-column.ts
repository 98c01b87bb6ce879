import type { ErrorSources, Spread } from '../../units/estimate.ts';
import { sides } from '../../units/estimate.ts';
import type { ComponentInfo } from '../meter.ts';
import type { ComponentModel, MachineModel } from '../model/machine-model.ts';
import type { Channel, Target } from '../source.ts';
import type { ChannelStates } from './channel-states.ts';
import type { Column } from './columns.ts';
import { otherErrors, type WallConstants } from './wall-from-chips.ts';

/** How `other` is found: from a whole-machine meter, from the chips through base power and efficiency, or from the model of the wall. */
export type OtherWay =
  | { readonly how: 'meter'; readonly places: readonly number[]; readonly channel: Channel }
  | { readonly how: 'chips' }
  | { readonly how: 'model'; readonly watts: Float64Array };

/** Chooses the way: the best whole-machine meter that can be read; else counters of the CPU through the supply; else the model. */
export function otherWay(states: ChannelStates, columns: readonly Column[], model: MachineModel): OtherWay {
  return byMeter(states) ?? withoutMeter(columns, model);
}

/** The way where no whole-machine meter tells, for good or for an interval. */
export function withoutMeter(columns: readonly Column[], model: MachineModel): OtherWay {
  const cpu = columns.find(({ info }) => info.name === 'cpu');
  return cpu?.watts === undefined ? { how: 'chips' } : { how: 'model', watts: otherOf(model).watts };
}

function byMeter(states: ChannelStates): OtherWay | undefined {
  const best = [...meters(states)].sort((a, b) => sizeOf(a.channel) - sizeOf(b.channel))[0];
  return best === undefined ? undefined : { how: 'meter', ...best };
}

/** Whole-machine meters that can be read, the channels of one meter (psys of two sockets) together; different meters measure the same and are never added. */
function meters(
  states: ChannelStates,
): readonly { readonly places: readonly number[]; readonly channel: Channel }[] {
  const byMeter = new Map<string, { readonly places: number[]; readonly channel: Channel }>();
  for (const target of ['wall', 'dc'] as const) {
    for (const place of states.of(target)) {
      const { channel } = states.all[place] as { channel: Channel };
      const key = `${target} ${channel.method}`;
      const meter = byMeter.get(key);
      if (meter === undefined) byMeter.set(key, { places: [place], channel });
      else meter.places.push(place);
    }
  }
  return [...byMeter.values()].filter(({ channel: { target, method } }) => isWhole(states, target, method));
}

/** A meter one of whose channels has failed measures a part of the machine. */
function isWhole(states: ChannelStates, target: Target, method: string): boolean {
  return !states.all.some(
    ({ channel, failed }) => channel.target === target && channel.method === method && failed !== undefined,
  );
}

/** What the component says of itself, with its errors at this mean power of the chips. */
export function otherInfo(
  way: OtherWay,
  columns: readonly Column[],
  model: MachineModel,
  wall: WallConstants,
  power: {
    readonly chipsW: number;
    readonly otherW: number;
    readonly byColumnW: ArrayLike<number>;
    readonly busy: number;
  },
): ComponentInfo {
  const common = { name: 'other', shareMethod: 'cpu-share', available: true } as const;
  const fromWall = otherErrors(power.chipsW, wall);
  if (way.how === 'model') {
    const { errorsAt, idleErrors } = otherOf(model);
    const errors = errorsAt(power.busy);
    const reason = model.reason === undefined ? {} : { reason: model.reason };
    return { ...common, method: model.wall.method, grade: model.grade, errors, idleErrors, ...reason };
  }
  const lossPart = 1 / wall.efficiency.value - 1;
  if (way.how === 'chips' && wall.wallErrors !== undefined) {
    // The calibration has the wall beside these counters: what they read too much, `other` has too little.
    const errors = merged(fromWall, chipErrors(columns, power.byColumnW, -1, power.otherW));
    return { ...common, method: 'wall-from-chips:calibrated', grade: 'B', errors, idleErrors: fromWall };
  }
  if (way.how === 'chips') {
    // Losses follow the chips, so other errs as they do, by as much of it as is loss.
    const errors = merged(fromWall, chipErrors(columns, power.byColumnW, lossPart, power.otherW));
    return { ...common, method: 'wall-from-chips', grade: 'C', errors, idleErrors: fromWall };
  }
  // other = wall − chips: it errs with the meter in full and against the chips.
  const { channel } = way;
  const wallW = power.chipsW + power.otherW;
  const meter = scaled(channel.errors, wallW / power.otherW);
  const supply =
    channel.target === 'dc'
      ? scaled({ [wall.efficiencySource]: relative(wall.efficiency) }, -wallW / power.otherW)
      : {};
  const errors = merged(merged(meter, supply), chipErrors(columns, power.byColumnW, -1, power.otherW));
  return { ...common, method: channel.method, grade: channel.grade, errors, idleErrors: fromWall };
}

function otherOf(model: MachineModel): ComponentModel {
  return model.components.find(({ name }) => name === 'other') as ComponentModel;
}

function chipErrors(
  columns: readonly Column[],
  watts: ArrayLike<number>,
  part: number,
  otherW: number,
): ErrorSources {
  return columns.reduce<ErrorSources>(
    (all, { info }, c) => merged(all, scaled(info.errors, ((watts[c] ?? 0) * part) / otherW)),
    {},
  );
}

function scaled(errors: ErrorSources, factor: number): ErrorSources {
  return Object.fromEntries(
    Object.entries(errors).map(([source, spread]): [string, Spread] => {
      const [down, up] = sides(spread);
      return [source, [down * factor, up * factor]];
    }),
  );
}

function merged(a: ErrorSources, b: ErrorSources): ErrorSources {
  const all: Record<string, Spread> = { ...a };
  for (const [source, spread] of Object.entries(b)) {
    const [down, up] = sides(spread);
    const [down0, up0] = sides(all[source]);
    all[source] = [down0 + down, up0 + up];
  }
  return all;
}

function relative({ value, low, high }: { value: number; low: number; high: number }): Spread {
  return [(value - low) / (1.645 * value), (high - value) / (1.645 * value)];
}

function sizeOf({ errors }: Channel): number {
  return Math.hypot(...Object.values(errors).map((spread) => Math.max(...sides(spread).map(Math.abs))));
}
