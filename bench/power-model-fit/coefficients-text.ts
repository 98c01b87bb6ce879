import { createHash } from 'node:crypto';
import type { WallModelFile } from '../../src/meters/model/model-tables.ts';

/** Where coefficients come from. */
export interface CoefficientsFacts {
  readonly files: readonly { readonly name: string; readonly sha256: string; readonly used: number }[];
  readonly source: string;
  readonly year: number;
  readonly report: string;
}

/** The hash of a model's coefficients and errors, by which its report knows it. */
export function coefficientsHash(model: Omit<WallModelFile, 'hash'>): string {
  const { domain, generations, idle, full, shape, rise, seen, unseen, tdp, yearByCores } = model;
  const all = { domain, generations, idle, full, shape, rise, seen, unseen, tdp, yearByCores };
  return createHash('sha256').update(JSON.stringify(all)).digest('hex');
}

/** `data/hardware/wall_model.json` as text, with its hash. */
export function coefficientsText(
  model: Omit<WallModelFile, 'hash'>,
  { files, source, year, report }: CoefficientsFacts,
): { readonly text: string; readonly hash: string } {
  const hash = coefficientsHash(model);
  const all = {
    id: 'wall-model.2',
    about:
      'Wall power of a server without GPUs from the TDP of its CPUs, sockets, cores, memory, generation and load: ln(W / total TDP) at idle and at full load, and ln(W / W at full load) at 10, 20, … 90 %, each a sum of coefficient × feature (docs/methodology/power-model.md). spread and idleSpread are relative standard deviations [down, up]; taper is how much of idleSpread is left at each load.',
    unit: 'W',
    ...model,
    fittedOn: files.map(({ name, sha256, used }) => ({ name, sha256, servers: used })),
    hash,
    report,
    source,
    year,
    licence: 'derived coefficients; the results themselves are copyright SPEC and are not shipped',
    url: 'https://www.spec.org/power_ssj2008/results/',
  };
  const text = JSON.stringify(all, null, 2).replaceAll(
    /\[\s+([-\d.,\s]+?)\s+\]/g,
    (_, inner: string) => `[${inner.replaceAll(/\s+/g, ' ')}]`,
  );
  return { text: `${text}\n`, hash };
}
