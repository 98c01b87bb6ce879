import type { Constant } from '../reading/constant.ts';

/** `data/meters/amdgpu.json`. */
export interface AmdGpuConstants {
  /** One step of the firmware's energy counter, J. */
  readonly stepJ: Constant;
  /** Relative standard deviation of the counter's energy. */
  readonly counterSd: Constant;
  /** The same of the integrated power. */
  readonly powerSd: Constant;
  /** The most that a card can draw, W, where the driver tells no limit. */
  readonly maxW: Constant;
  /** What a suspended card draws, W. */
  readonly asleepW: Constant;
  /** A device with less memory of its own is part of a CPU, bytes. */
  readonly integratedBelowBytes: Constant;
  /** Memory in use beyond that of the visible processes that is somebody else's, bytes. */
  readonly hiddenBytes: Constant;
  /** Utilisation above which a device works for somebody. */
  readonly hiddenBusy: Constant;
  /** When the counter is held to disagree with the power. */
  readonly check: { readonly windowJ: Constant; readonly windowS: Constant; readonly factor: Constant };
  /** PCI ids of devices that need to be known. */
  readonly ids: {
    /** Whose table 1.3 counts in the unit of the later ones. */
    readonly countsLikeMi200: readonly string[];
    /** Which are two devices, of which the first measures both. */
    readonly twoDies: readonly string[];
    /** Whose power has the CPU cores of the same package in it. */
    readonly withCpu: readonly string[];
  };
  /** Engines that do a card's computing, as fdinfo names them. */
  readonly busyEngines: readonly string[];
}
