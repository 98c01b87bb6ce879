import { bandText, figureOf } from '../../parts/amount.ts';
import { footprintUnit } from '../../state/unit.ts';
import type { WasteData } from './waste-data.ts';

/** The rules, in the order in which they are looked at; the sums of the causes, what was useful and what is running are all. */
export function Rules({ data }: { readonly data: WasteData }) {
  const unit = footprintUnit.value;
  const { useful, running, total, causes } = data;
  const sum = figureOf(total, unit);
  const ofRunning =
    running.runs > 0 ? `, and ${bandText(figureOf(running, unit), unit)} of what is running,` : '';
  return (
    <section aria-labelledby="rules">
      <h2 id="rules">The rules</h2>
      <p>
        No joule is counted twice: the causes exclude each other and are looked at in this order. The first
        that holds takes all of a run, past-plateau and idle take parts of good ones.
      </p>
      <ol>
        {causes.map(({ cause, meaning }) => (
          <li key={cause}>
            <strong>{cause}</strong>: {meaning}
          </li>
        ))}
      </ol>
      <p>
        {sum === null
          ? `What they come to in all is not known in this unit. `
          : `With ${bandText(figureOf(useful, unit), unit)} that was useful${ofRunning} they are all of ${bandText(sum, unit)}. `}
        A run that is as it is for a reason is taken out by a tag: <code>joulebook tag RUN not-waste</code>.
      </p>
    </section>
  );
}
