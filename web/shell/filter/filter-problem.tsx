import type { Problem } from '../../../src/errors.ts';
import { WithCode } from '../../parts/with-code.tsx';

/** What is wrong with a filter, underlined where it stands. */
export function FilterProblem({ problem }: { readonly problem: Problem | undefined }) {
  const text = problem?.at?.text;
  const from = (problem?.at?.column ?? 1) - 1;
  const to = from + (problem?.at?.length ?? 0);
  return (
    <div id="filter-problem" role="status" class={problem === undefined ? 'unseen' : 'filter-problem'}>
      {problem !== undefined && (
        <>
          {text !== undefined && (
            <code dir="ltr">
              {text.slice(0, from)}
              <mark>{text.slice(from, to)}</mark>
              {text.slice(to)}
            </code>
          )}
          <p>
            <strong>{problem.what}</strong>
          </p>
          {problem.fix !== undefined && (
            <p>
              <WithCode text={problem.fix} />
            </p>
          )}
          {problem.why !== undefined && (
            <p class="muted">
              <WithCode text={problem.why} />
            </p>
          )}
        </>
      )}
    </div>
  );
}
