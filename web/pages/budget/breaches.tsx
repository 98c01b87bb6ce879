import { linkTo } from '../../state/location.ts';
import { breachesOf } from './breaches-of.ts';
import type { BudgetData, MonthData } from './budget-data.ts';

/** What would go beyond a budget, as the command line would refuse or warn of it. */
export function Breaches({ data, parts }: { readonly data: BudgetData; readonly parts: MonthData }) {
  const limited = data.budgets.some(({ kinds }) => kinds.some(({ limit }) => limit !== null));
  if (!limited || data.month.day === null) return null;
  const found = breachesOf(data, parts);
  return (
    <section aria-labelledby="breach">
      <h2 id="breach">What would go beyond</h2>
      {found.length === 0 ? (
        <p>
          None of the commands that ran often enough to tell would, and neither would the pace of the month.
        </p>
      ) : (
        <ul class="breaches">
          {found.map((one) => (
            <li key={one.key}>
              {one.command !== undefined && (
                <a href={linkTo('/runs', { q: `command:"${one.command.replaceAll(/[\\"]/g, '\\$&')}"` })}>
                  <code>
                    <bdi>{one.command.length > 120 ? `${one.command.slice(0, 119)}…` : one.command}</bdi>
                  </code>
                </a>
              )}{' '}
              {one.text}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
