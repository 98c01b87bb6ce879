import type { NvmlConstants } from './constants.ts';

/** What the driver shows of a GPU's users. */
export interface ShownUse {
  /** Processes listed that /proc knows, or knew. */
  readonly known: number;
  /** Processes that /proc does not know: they live in another pid namespace, or came and went between two looks. */
  readonly strangers: number;
  /** The list could be read. */
  readonly isListed: boolean;
  /** Memory in use, bytes; NaN where it is not told. */
  readonly usedBytes: number;
  /** Memory of the processes listed, bytes; NaN where it is not told. */
  readonly shownBytes: number;
  /** Utilisation, 0 to 1; NaN where it is not told. */
  readonly busy: number;
}

const MIB = 2 ** 20;

/** Whether a GPU works for, or holds memory of, processes that are not shown. */
export function hasHiddenUsers(
  use: ShownUse,
  limits: Pick<NvmlConstants, 'contextMiB' | 'unexplainedMiB' | 'busyAlone'>,
): boolean {
  if (use.strangers > 0 || !use.isListed) return true;
  if (use.known === 0) return use.usedBytes > limits.contextMiB * MIB || use.busy > limits.busyAlone;
  return use.usedBytes - use.shownBytes > limits.unexplainedMiB * MIB;
}
