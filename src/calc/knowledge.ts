import type { SourcedIntensity } from '../grid/intensity.ts';
import type { GridPlace } from '../grid/grid-place.ts';
import type { AcceleratorOrder } from '../hardware/accelerator-match.ts';
import type { Accelerator, CloudInstance, CpuFacts } from '../hardware/hardware-rows.ts';
import type { Derivation } from '../units/derivation.ts';
import type { Estimate } from '../units/estimate.ts';
import type { Match } from '../units/match.ts';
import type { Sourced } from '../units/sourced.ts';
import type { PlaceEmissions } from './regions.ts';
import type { CalcDefaults, MethodTables } from './calc-tables.ts';

/** A machine without accelerators, as far as it is known. */
export interface HostShape {
  readonly cpu: string;
  readonly sockets: number;
  readonly coresPerSocket?: number;
  readonly threads?: number;
  readonly ramGB?: number;
}

/** Power of such a machine at a load, W. */
export interface HostPower {
  readonly wall: Estimate;
  /** CPU and memory alone. */
  readonly chips: Estimate;
  /** Cores of the whole machine, where they are known. */
  readonly cores?: number;
  /** What was assumed for want of knowing. */
  readonly assumed: readonly string[];
  readonly source: string;
}

/** Hardware of which the embodied carbon is asked for. */
export type EmbodiedOrder =
  /** One accelerator with its part of a server. */
  | { readonly of: 'accelerator'; readonly accelerator: Accelerator | undefined }
  /** A server without accelerators, of which a part is used. */
  | {
      readonly of: 'server';
      readonly sockets: number;
      readonly part: number;
      readonly ramGB?: number;
      readonly ssdTB?: number;
      readonly hddTB?: number;
    }
  /** A cloud's instance. */
  | { readonly of: 'instance'; readonly text: string };

/** Embodied carbon of hardware, g CO2e, and the life it is spread over. */
export interface EmbodiedFigure {
  readonly parts: readonly Sourced[];
  readonly lifetimeS: { readonly value: number; readonly low: number; readonly high: number };
}

/** All that the calculator knows of the world, gathered in one place; every function reads its table when it is first asked. */
export interface CalcKnowledge {
  readonly accelerator: (text: string) => Match<AcceleratorOrder>;
  readonly acceleratorPower: (
    accelerator: Accelerator,
    options: { readonly utilisation?: number; readonly scope: 'board' | 'system' },
  ) => Estimate;
  /** Where that power comes from, down to each constant. */
  readonly acceleratorPowerDerivation: (
    accelerator: Accelerator,
    options: { readonly utilisation?: number; readonly scope: 'board' | 'system' },
  ) => Derivation;
  /** Stands for an accelerator that no table knows: a wide range of power. */
  readonly unknownAccelerator: (name: string) => Accelerator;
  readonly cpu: (text: string) => Match<CpuFacts>;
  readonly hostPower: (
    shape: HostShape,
    load: number,
    /** The load is what an operating system shows as busy, which is not the work done. */
    isBusy: boolean,
  ) => HostPower;
  readonly instance: (text: string) => Match<CloudInstance>;
  readonly place: (text: string) => Match<GridPlace>;
  readonly placeIntensity: (place: GridPlace, options: { readonly durationS?: number }) => SourcedIntensity;
  /** Bounds over all places, for want of one. */
  readonly unknownIntensity: () => SourcedIntensity;
  /** `Google Cloud Platform` as the tables write it: `gcp`. */
  readonly providerKey: (text: string) => string;
  readonly providerPue: (provider: string, region?: string) => Sourced | undefined;
  readonly providerWue: (provider: string, region?: string) => Sourced | undefined;
  /** PUE of a data centre of which nothing is known. */
  readonly serverPue: () => Sourced;
  readonly ramWPerGB: () => Sourced;
  readonly storageWPerTB: (kind: 'ssd' | 'hdd') => Sourced;
  /** Efficiency of the power supply of a machine with accelerators. */
  readonly supplyEfficiency: () => Sourced;
  readonly embodied: (order: EmbodiedOrder) => EmbodiedFigure | undefined;
  /** Places where the same energy would emit less; {@link greenerPlaces}. */
  readonly greener: (
    energyKwh: Estimate,
    here: GridPlace,
    durationS: number | undefined,
  ) => readonly PlaceEmissions[];
  readonly defaults: () => CalcDefaults;
  readonly methods: () => MethodTables;
}
