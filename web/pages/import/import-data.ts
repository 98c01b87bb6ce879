import type { WrittenEstimate } from '../../../src/units/estimate.ts';

/** What becomes of one record of a file, as `joulebook import --json` tells it. */
export interface ImportRow {
  readonly fate: 'new' | 'known' | 'changed' | 'passed' | 'refused';
  readonly format: string;
  readonly file: string;
  readonly line: number | null;
  readonly why?: string;
  readonly repaired?: string;
  readonly run?: {
    readonly id: string;
    readonly name: string;
    readonly project: string;
    readonly startedAt: string;
    readonly durationS: number;
    readonly energy: WrittenEstimate;
  };
}

/** The answer of `POST /import`. */
export interface ImportData {
  readonly dryRun: boolean;
  readonly rows: readonly ImportRow[];
  readonly rowsInAll: number;
  readonly new: number;
  readonly repaired: number;
  readonly withoutEnergy: number;
  readonly known: number;
  readonly changed: number;
  readonly passed: number;
  readonly refused: number;
}

/** What each fate is called before and after it is written. */
export const FATES: Readonly<Record<ImportRow['fate'], string>> = {
  new: 'new',
  known: 'in the book already',
  changed: 'in the book, with other figures',
  passed: 'passed over',
  refused: 'refused',
};

/** The counts in one sentence. */
export function countsText(data: ImportData): string {
  const parts = [
    data.dryRun ? `${data.new} would come in` : `${data.new} came in`,
    data.repaired > 0 && `${data.repaired} repaired`,
    data.withoutEnergy > 0 && `${data.withoutEnergy} without energy`,
    data.known > 0 && `${data.known} in the book already`,
    data.changed > 0 && `${data.changed} in the book with other figures, left as they are`,
    data.passed > 0 && `${data.passed} passed over`,
    data.refused > 0 && `${data.refused} refused`,
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
}
