import type { IdlePower } from '../machine/idle-power.ts';
import type { Channel } from '../source.ts';
import type { Calibration } from './calibration.ts';
import type { CalibrationConstants } from './constants.ts';

/** Under which name a component's idle power is kept: GPUs by UUID, since their numbers may change. */
export function idleKey({ target, uuid }: Pick<Channel, 'target' | 'uuid'>): string {
  return uuid ?? target;
}

/** Idle power of a counted component as the calibration saw it through the same counter. */
export function calibratedIdle(
  { id, idle }: Calibration,
  channel: Channel,
  { idleComponent }: CalibrationConstants,
): IdlePower | undefined {
  const key = idleKey(channel);
  const seen = idle[key];
  if (seen === undefined || seen.method !== channel.method || !(seen.value > 0)) return undefined;
  // The counter that saw it errs in it as in everything else; beyond that idle moves from day to day.
  const own = Math.hypot(idleComponent.value, seen.sd / seen.value);
  const errors = { ...channel.errors, [`calibration:${id}:idle:${key}`]: own };
  return { watts: seen.value, errors, from: 'calibration' };
}
