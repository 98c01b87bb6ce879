import type { RunRecord } from '../../book/run-record.ts';
import type { GroupComparison } from './comparison.ts';
import type { ReportContext } from './context.ts';
import type { Statement } from './statement.ts';

/** What the lists and the notes of a report are answered from. */
export interface Facts
  extends Pick<Statement, 'totals' | 'fates' | 'components' | 'machines' | 'places' | 'pues' | 'groups'> {
  /** The root runs. */
  readonly runs: readonly RunRecord[];
  readonly context: ReportContext;
  readonly comparison?: GroupComparison;
}
