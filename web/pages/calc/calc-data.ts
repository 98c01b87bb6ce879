import type { WrittenEstimate } from '../../../src/units/estimate.ts';

/** How far the result moves when one of its inputs does, as `joulebook calc --json` tells it. */
export interface SensitivityRow {
  readonly input: string;
  readonly from: number;
  readonly to: number;
  readonly unit: string;
  /** The result at both ends: g where there is carbon, else kWh. */
  readonly low: number;
  readonly high: number;
  readonly whatIf: boolean;
}

/** The answer of `/calc`, as far as the page shows it. Energies in J, carbon in g, water in L. */
export interface CalcData {
  readonly kwh: number | null;
  readonly kgco2e: number | null;
  readonly energy: WrittenEstimate;
  readonly machines: WrittenEstimate;
  readonly carbon: WrittenEstimate | null;
  readonly netCarbon?: WrittenEstimate;
  readonly embodied: WrittenEstimate | null;
  readonly embodiedMissing?: string;
  readonly water: WrittenEstimate | null;
  readonly cost: WrittenEstimate | null;
  readonly hours: number | null;
  readonly hardware: readonly {
    readonly name: string;
    readonly count: number;
    readonly key: string | null;
  }[];
  readonly place: { readonly id: string; readonly name: string } | null;
  readonly pue: (WrittenEstimate & { readonly source: string }) | null;
  readonly intensity: (WrittenEstimate & { readonly source: string; readonly basis: string }) | null;
  readonly formula: readonly string[];
  readonly sensitivity: readonly SensitivityRow[];
  readonly greener: readonly {
    readonly id: string;
    readonly name: string;
    readonly kgco2e: number;
    readonly change: number;
    readonly year: number;
  }[];
  readonly assumed: readonly string[];
  readonly notes: readonly string[];
}

/** The answer of `/calc/texts`. */
export interface TextsData {
  readonly latex: string;
  readonly bibtex: string;
  readonly markdown: string;
  readonly modelCard: string | null;
}

/** The answer of `/calc/measured`; null where no accelerator has that name. */
export type MeasuredData = {
  readonly name: string;
  readonly tdpW: number | null;
  readonly runs: number;
  readonly total: number;
  readonly meanW: number | null;
  readonly lowW: number | null;
  readonly highW: number | null;
} | null;
