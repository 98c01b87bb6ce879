import type { Trouble } from '../state/ask.ts';

/** What is to be said beside an answer, e.g. runs that could not be read. */
export function Warnings({ warnings }: { readonly warnings: readonly Trouble[] }) {
  if (warnings.length === 0) return null;
  return (
    <details class="warnings">
      <summary>{warnings.length === 1 ? '1 problem' : `${warnings.length} problems`}</summary>
      <ul>
        {warnings.map(({ code, what, why, fix }, n) => (
          <li key={n}>
            <code>{code}</code> {what}
            {why !== null && <div>{why}</div>}
            {fix !== null && <div>What to do: {fix}</div>}
          </li>
        ))}
      </ul>
    </details>
  );
}
