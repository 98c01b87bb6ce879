import { WithCode } from '../../parts/with-code.tsx';
import type { LocatedTrouble } from './pipeline-data.ts';

/** What is wrong with the project, with the line of the file marked, as the terminal shows it. */
export function Troubles({ troubles }: { readonly troubles: readonly LocatedTrouble[] }) {
  return (
    <>
      {troubles.map((trouble, n) => (
        <section key={n} class="trouble" role="alert">
          <h2>
            {sentence(trouble.what)} <code>{trouble.code}</code>
          </h2>
          {trouble.at !== null && <Place at={trouble.at} />}
          {trouble.why !== null && (
            <p>
              <WithCode text={trouble.why} />
            </p>
          )}
          {trouble.fix !== null && (
            <p>
              <strong>What to do:</strong> <WithCode text={trouble.fix} />
            </p>
          )}
        </section>
      ))}
    </>
  );
}

function Place({ at }: { readonly at: NonNullable<LocatedTrouble['at']> }) {
  const { file, line, column, text, length } = at;
  const start = (column ?? 1) - 1;
  return (
    <>
      <p>
        <code>
          {[file, line, line === undefined ? undefined : column].filter((one) => one !== undefined).join(':')}
        </code>
      </p>
      {text !== undefined && (
        <pre class="place" tabIndex={0} aria-label={`Line ${line ?? ''} of ${file}`}>
          {line} | {text.slice(0, start)}
          <mark>{text.slice(start, start + Math.max(1, length ?? 1)) || ' '}</mark>
          {text.slice(start + Math.max(1, length ?? 1))}
        </pre>
      )}
    </>
  );
}

/** The name of a file keeps its small letter. */
function sentence(what: string): string {
  return /^\S+[./]/.test(what) ? what : what.charAt(0).toUpperCase() + what.slice(1);
}
