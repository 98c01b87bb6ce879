import { CopyButton } from '../../parts/copy-button.tsx';

const WAYS: readonly (readonly [how: string, code: string])[] = [
  ['From Python', 'import joulebook\njoulebook.log(accuracy=0.93)'],
  ['From any language', `echo '{"epoch": 3, "accuracy": 0.93}' >> "$JOULEBOOK_REPORT_FILE"`],
  ['From the report of a search', 'joulebook search search.yaml'],
  ['From runs that another tracker has', 'joulebook import mlruns'],
];

/** Stands where no run has said how good it is: which datum is missing, and how to get it. */
export function NoMetric({ runs }: { readonly runs: number }) {
  return (
    <section class="empty">
      <h2>No run here has logged a metric</h2>
      <p>
        {runs === 1 ? 'The run has' : `All ${runs} runs have`} an energy, and nothing that says how good the
        result is. A metric is any number that a run reports:
      </p>
      <dl>
        {WAYS.map(([how, code]) => (
          <div key={how}>
            <dt>{how}</dt>
            <dd>
              <pre>{code}</pre>
              <CopyButton text={code} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
