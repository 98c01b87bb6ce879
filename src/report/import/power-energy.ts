import type { ForeignComponent, ForeignEnergy, ForeignRun } from './foreign-run.ts';
import { PowerIntegral, type ReadingKind } from './power-integral.ts';

/** Readings of power by component (`cpu`, `gpu:0`), as trackers of experiments keep them. */
export class PowerSeries {
  readonly #longestGapS: number;
  readonly #kind: ReadingKind;
  readonly #integrals = new Map<string, PowerIntegral>();

  constructor(longestGapS: number, kind: ReadingKind = 'moment') {
    this.#longestGapS = longestGapS;
    this.#kind = kind;
  }

  add(component: string, timeS: number, watts: number): void {
    let integral = this.#integrals.get(component);
    if (integral === undefined) {
      integral = new PowerIntegral(this.#longestGapS, this.#kind);
      this.#integrals.set(component, integral);
    }
    integral.add(timeS, watts);
  }

  /**
   * The energy of a run by its readings, and the gaps in them; undefined where there are none.
   *
   * @param span s since 1970, where the run's ends are known.
   */
  energy(
    span: { readonly startS?: number; readonly endS?: number },
    how: string,
    scope: ForeignEnergy['scope'] = 'machine',
  ): { readonly energy: ForeignEnergy; readonly gaps: NonNullable<ForeignRun['gaps']> } | undefined {
    const components: Record<string, ForeignComponent> = {};
    const gaps = new Map<number, NonNullable<ForeignRun['gaps']>[number]>();
    let totalJ = 0;
    for (const name of [...this.#integrals.keys()].sort(byNumber)) {
      const result = this.#integrals.get(name)?.result(span.startS, span.endS);
      if (result === undefined) continue;
      components[name] = { joules: result.joules };
      totalJ += result.joules;
      for (const { fromS, toS } of result.gaps) {
        const atS = Math.max(0, fromS - (span.startS ?? result.firstS));
        gaps.set(Math.round(atS), { atS, durationS: toS - fromS, why: 'no power was recorded' });
      }
    }
    if (Object.keys(components).length === 0) return undefined;
    const energy: ForeignEnergy = {
      totalJ,
      atLeastJ: totalJ,
      components,
      method: 'sampledPower',
      leftOut: 'cpu' in components ? 'chips' : 'gpuOnly',
      scope,
      pue: null,
      how,
    };
    return { energy, gaps: [...gaps.values()] };
  }
}

/** What to say of a run whose energy is that of its GPUs. */
export const ONLY_GPUS =
  'only the power of GPUs was recorded: CPU, memory and the rest of the machine are not in the figure';

function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
