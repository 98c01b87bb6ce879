import type { ComponentRecord, RunRecord } from './run-record.ts';

/** What a run's energy at the wall is made of, J: its chips by kind, and `otherJ`, the rest up to the wall. 0 where the machine has none of a kind. */
export interface EnergyParts {
  readonly gpuJ: number | null;
  readonly cpuJ: number | null;
  readonly ramJ: number | null;
  readonly otherJ: number | null;
}

const UNKNOWN: EnergyParts = { gpuJ: null, cpuJ: null, ramJ: null, otherJ: null };

/** Sums a run's components by kind. What is not known of one of a kind is not known of the kind, nor of the rest; nothing is known of a run without components. */
export function energyParts({ energy }: RunRecord): EnergyParts {
  // A record's components are not checked when it is read: a file may hold anything.
  const components = Object.entries((energy.components as Components | undefined) ?? {});
  if (components.length === 0) return UNKNOWN;
  const of = (kind: string): number | null => {
    let sum = 0;
    for (const [name, component] of components) {
      if (name.replace(/:.*$/, '') !== kind) continue;
      const value = component?.attributed?.value;
      if (typeof value !== 'number' || !Number.isFinite(value)) return null;
      sum += value;
    }
    return sum;
  };
  const [gpuJ, cpuJ, ramJ] = [of('gpu'), of('cpu'), of('ram')];
  const wall = energy.wall.attributed.value;
  const isKnown = wall !== null && gpuJ !== null && cpuJ !== null && ramJ !== null;
  return { gpuJ, cpuJ, ramJ, otherJ: isKnown ? Math.max(0, wall - gpuJ - cpuJ - ramJ) : null };
}

type Components = Readonly<Record<string, Partial<ComponentRecord> | null>>;
