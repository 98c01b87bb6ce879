import { CARBON_SLOTS } from './slots-carbon.ts';
import { HARDWARE_SLOTS } from './slots-hardware.ts';
import { TIME_SLOTS } from './slots-time.ts';

/**
 * Every key that a row may have. A key is a name with the unit of its number anywhere in it: `power_w_each`, `training_days`,
 * `intensity_lb_per_kwh`. This table is also the one in docs/reference/estimate-batch.md.
 */
export const SLOTS = { ...HARDWARE_SLOTS, ...TIME_SLOTS, ...CARBON_SLOTS } as const;

/** Name of a slot. */
export type Slot = keyof typeof SLOTS;
