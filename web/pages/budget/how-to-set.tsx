import { CopyButton } from '../../parts/copy-button.tsx';
import type { BudgetData, MonthData } from './budget-data.ts';
import { suggested } from './suggested.ts';

/** How to set a budget where there is none, with figures near what the month comes to. */
export function HowToSet({ data, parts }: { readonly data: BudgetData; readonly parts: MonthData }) {
  const commands = suggested(data, parts.currency);
  return (
    <section class="empty">
      <h2>No budget is set</h2>
      <p>
        One warns before a run when the month comes near it; with <code>budget.enforce</code> it refuses.
        {parts.projects.length > 0 && ' What was used is shown below all the same.'}
      </p>
      {commands.map((command) => (
        <p key={command} class="row">
          <code>{command}</code>
          <CopyButton text={command} />
        </p>
      ))}
      <p>
        For one project, in <code>joulebook.yaml</code>:
      </p>
      <pre>{'budget:\n  projects:\n    NAME:\n      energy: 10 kWh'}</pre>
    </section>
  );
}
