/** What a report says and no meter can see: given by its author. Every part may be missing. */
export interface ReportContext {
  readonly title?: string;
  /** Where logs, graphs and tables of every run are to be had. */
  readonly appendix?: string;
  /** What pins the packages: the name of a file, its SHA-256 and its lines. */
  readonly packages?: { readonly file: string; readonly sha256: string; readonly lines: readonly string[] };
  /** Floating-point operations of the training of the reported model. */
  readonly flops?: { readonly value: number; readonly how?: string };
  /** Deployment: the energy of one unit of work, J, and how many are expected. */
  readonly deployment?: {
    readonly perUnitJ: number;
    readonly unit: string;
    readonly count: number;
    readonly how?: string;
  };
  /** Social cost of carbon of a country, USD for a tonne of CO2e. */
  readonly socialCost?: {
    readonly usdPerTonne: number;
    readonly low?: number;
    readonly high?: number;
    readonly country?: string;
    readonly source: string;
  };
  /** Part of the electricity that is carbon-free hour by hour, 0 to 1, and who says so. */
  readonly carbonFree?: { readonly fraction: number; readonly source: string };
  /** City, site or data centre, where the zone of the grid says less. */
  readonly location?: string;
  readonly trainingType?: string;
  readonly hardware?: string;
  /** What the SCI score is per. */
  readonly functionalUnit?: { readonly name: string; readonly count: number };
  /** Items of the lists that this report does without, and why. */
  readonly waived?: Readonly<Record<string, string>>;
  /** Parts of a BoAmps report. */
  readonly boamps?: Readonly<Record<string, unknown>>;
}
