import { Z90, type ErrorSources } from '../../units/estimate.ts';
import type { MachineModel } from '../model/machine-model.ts';
import type { Channel } from '../source.ts';
import type { Floor } from './floor.ts';
import type { GpuIdlePrior, IdlePower, IdlePowers } from './idle-power.ts';

/** Where idle powers come from. */
export interface IdleKnowledge {
  readonly model: MachineModel;
  readonly hostId: string;
  /** This host's stored floor. */
  readonly floor: Floor;
  /** This machine's calibration, where it has one. */
  readonly calibrated?: (channel: Channel) => IdlePower | undefined;
  readonly gpuPrior: GpuIdlePrior;
}

/**
 * Idle power of each component that counters read: this machine's calibration or this host's stored floor where it was seen by the same counter, else what the driver says, else
 * the model (DESIGN §4). Never the run's own minimum.
 */
export function idlePowers(channels: readonly Channel[], knowledge: IdleKnowledge): IdlePowers {
  const powers: Record<string, IdlePower> = {};
  for (const channel of channels) {
    const { target } = channel;
    if (target === 'wall' || target === 'dc' || powers[target] !== undefined) continue;
    const power =
      knowledge.calibrated?.(channel) ?? fromFloor(channel, knowledge) ?? otherwise(channel, knowledge);
    if (power !== undefined) powers[target] = power;
  }
  return powers;
}

function fromFloor(channel: Channel, { floor, hostId }: IdleKnowledge): IdlePower | undefined {
  const key = channel.uuid ?? channel.target;
  const seen = floor[key];
  if (seen === undefined || seen.method !== channel.method) return undefined;
  // The counter that saw it errs in it as in everything else; beyond that idle moves from day to day.
  const errors: ErrorSources = { ...channel.errors, [`floor:${hostId}:${key}`]: Math.max(0.02, seen.spread) };
  return { watts: seen.watts, errors, from: 'floor' };
}

function otherwise(channel: Channel, { model, hostId, gpuPrior }: IdleKnowledge): IdlePower | undefined {
  const { target, idleW, maxW } = channel;
  if (target === 'cpu' || target === 'ram') {
    const part = model.components.find(({ name }) => name === target);
    return part === undefined
      ? undefined
      : { watts: part.watts[0] ?? Number.NaN, errors: part.idleErrors, from: 'model' };
  }
  if (idleW !== undefined) return { watts: idleW, errors: channel.errors, from: 'driver' };
  if (maxW === undefined) return undefined;
  const { value, low, high } = gpuPrior.ofMax;
  const spread = [(value - low) / (Z90 * value), (high - value) / (Z90 * value)] as const;
  return {
    watts: maxW * value,
    errors: { [`gpu-idle:${hostId}:${channel.uuid ?? target}`]: spread },
    from: 'model',
  };
}
