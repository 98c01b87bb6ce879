import { CopyButton } from '../../parts/copy-button.tsx';
import type { BudgetData, KindData, MonthData } from './budget-data.ts';

/** In place of a chart of zeros: that nothing was used, or that it is not known, and the command that changes it. */
export function NothingUsed({
  kind: { kind, unknownRuns },
  project,
  month,
  parts,
}: {
  readonly kind: KindData;
  /** null: all runs. */
  readonly project: string | null;
  readonly month: BudgetData['month'];
  readonly parts: MonthData;
}) {
  const isUnknown = unknownRuns > 0 || (parts.projects.length > 0 && kind !== 'energy');
  const command = isUnknown ? TELLING[kind] : 'joulebook run -- python train.py';
  return (
    <section class="empty">
      <h2>
        {isUnknown
          ? `The ${kind} of ${project === null ? 'all runs' : `project ${project}`} is not known`
          : `${project === null ? 'Nothing was used' : `Project ${project} used nothing`} in ${month.key}`}
      </h2>
      <p>
        {isUnknown
          ? `Runs of ${month.key} are in the book, but none says its ${kind}. For the runs to come:`
          : month.day === null
            ? 'No run of the book used energy in this month.'
            : 'What is measured from now on is drawn here, day by day, with what the month comes to:'}
      </p>
      {(isUnknown || month.day !== null) && (
        <p class="row">
          <code>{command}</code>
          <CopyButton text={command} />
        </p>
      )}
    </section>
  );
}

/** What makes the runs to come tell a kind. */
const TELLING = {
  energy: 'joulebook doctor',
  carbon: 'joulebook config set region FR',
  cost: 'joulebook config set price 0.25',
} as const;
