import type { Trouble } from '../state/ask.ts';
import { CopyButton } from './copy-button.tsx';
import { WithCode } from './with-code.tsx';

/** Something that went wrong: what, why, what to do. An error is never shown as "no data". */
export function TroubleView({ trouble, again }: { readonly trouble: Trouble; readonly again?: () => void }) {
  const { code, what, why, fix } = trouble;
  const text = [`error: ${what} [${code}]`, why && `why: ${why}`, fix && `fix: ${fix}`]
    .filter(Boolean)
    .join('\n');
  return (
    <section class="trouble" role="alert">
      <h2>
        {what.charAt(0).toUpperCase() + what.slice(1)} <code>{code}</code>
      </h2>
      {why !== null && (
        <p>
          <WithCode text={why} />
        </p>
      )}
      {fix !== null && (
        <p>
          <strong>What to do:</strong> <WithCode text={fix} />
        </p>
      )}
      <p class="row">
        {again !== undefined && (
          <button type="button" onClick={again}>
            Try again
          </button>
        )}
        <CopyButton text={text} label="Copy details" />
      </p>
    </section>
  );
}
