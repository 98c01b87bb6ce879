import { err, ok, type Result } from '../../../result.ts';
import type { ForeignRun } from '../foreign-run.ts';
import { PowerSeries } from '../power-energy.ts';
import type { RunInfo } from './run-info.ts';
import { isoOf, timeOf } from '../times.ts';

/** Power of one sample by component, W: the run's part where the tracker shared it out, else the machine's. */
const POWERS = [
  { component: 'cpu', own: 'rapl_estimated_attributable_power_draw', machine: 'rapl_power_draw_absolute' },
  { component: 'gpu:all', own: 'nvidia_estimated_attributable_power_draw', machine: 'nvidia_draw_absolute' },
] as const;

/** Gathers the samples of experiment-impact-tracker's `data.json`. */
export class Samples {
  readonly #own: PowerSeries;
  readonly #machine: PowerSeries;
  #firstS: number | undefined;
  #lastS = 0;
  #count = 0;

  constructor(longestGapS: number) {
    this.#own = new PowerSeries(longestGapS, 'mean');
    this.#machine = new PowerSeries(longestGapS, 'mean');
  }

  /** Takes in one line, parsed. Says why it is no sample. */
  add(sample: Readonly<Record<string, unknown>>): string | undefined {
    const timeS = secondsOf(sample['timestamp']);
    if (timeS === undefined) return 'it has no timestamp';
    this.#firstS ??= timeS;
    this.#lastS = Math.max(this.#lastS, timeS);
    this.#count++;
    for (const { component, own, machine } of POWERS) {
      const [part, all] = [sample[own], sample[machine]];
      if (typeof part === 'number') this.#own.add(component, timeS, part);
      if (typeof all === 'number') this.#machine.add(component, timeS, all);
    }
    return undefined;
  }

  /** The run, or why there is none. */
  run(name: string, info: RunInfo): Result<ForeignRun, string> {
    if (this.#firstS === undefined) return err('it has no sample');
    const shiftS = info.startS === undefined ? 0 : zoneShiftS(info.startS, this.#firstS);
    const startS = info.startS === undefined ? this.#firstS : info.startS - shiftS;
    const endS = Math.max(startS, info.endS === undefined ? this.#lastS : info.endS - shiftS);
    const own = this.#own.energy({ startS, endS }, HOW, 'process');
    const found = own ?? this.#machine.energy({ startS, endS }, HOW, 'machine');
    return ok({
      format: 'impact-tracker',
      identity: `experiment-impact-tracker ${this.#firstS}`,
      name,
      startedAt: isoOf(startS * 1000),
      endedAt: isoOf(endS * 1000),
      idMs: Math.floor(startS * 1000),
      durationS: endS - startS,
      state: 'ok',
      exitCode: null,
      ...(found === undefined ? {} : found),
      params: {},
      metrics: {},
      tags: [],
      notes: [],
      environment: { 'import.samples': String(this.#count), ...info.environment },
      machine: info.machine,
      oddities: [
        ...(found === undefined ? ['its samples hold no power'] : []),
        ...(info.missing === undefined ? [] : [info.missing]),
        ...(found === undefined
          ? []
          : ['the tracker multiplies by a PUE of its own only in its reports: the energy is before any PUE']),
      ],
    });
  }
}

/** Zones differ by whole quarters of an hour. */
const QUARTER_S = 900;

/** By how much a local time of another machine is off: the first sample comes seconds after the start. */
function zoneShiftS(startS: number, firstS: number): number {
  return Math.round((startS - firstS) / QUARTER_S) * QUARTER_S;
}

const HOW = 'RAPL and nvidia-smi, read every few seconds by experiment-impact-tracker';

function secondsOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const time = typeof value === 'string' ? timeOf(value) : undefined;
  return time === undefined ? undefined : time.ms / 1000;
}
