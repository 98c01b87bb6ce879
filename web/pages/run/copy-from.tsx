import { useState } from 'preact/hooks';
import { ask, Unanswered } from '../../state/ask.ts';

/** Copies a text that the server makes; says on itself what came of it. */
export function CopyFrom({ path, label }: { readonly path: string; readonly label: string }) {
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> => {
    setSaid('…');
    try {
      const { data } = await ask<{ readonly text: string }>(path);
      await navigator.clipboard.writeText(data.text);
      setSaid('copied');
      setTimeout(() => setSaid(''), 2500);
    } catch (error) {
      setSaid(
        error instanceof Unanswered
          ? `not copied: ${error.trouble.what}`
          : 'not copied: the browser does not allow it',
      );
    }
  };
  return (
    <button type="button" class="quiet" onClick={() => void copy()}>
      {label}
      <span role="status">{said === '' ? '' : ` · ${said}`}</span>
    </button>
  );
}
