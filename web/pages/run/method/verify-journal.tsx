import { useState } from 'preact/hooks';
import { ask, Unanswered } from '../../../state/ask.ts';

/** Reads the whole journal again and says whether it is as it was written. */
export function VerifyJournal({ id }: { readonly id: string }) {
  const [said, setSaid] = useState('');
  const [isBusy, setBusy] = useState(false);
  const verify = async (): Promise<void> => {
    setBusy(true);
    setSaid('reading the journal …');
    try {
      const { data } = await ask<{ readonly lines: number; readonly sha256: string | null }>(
        `/runs/${id}/verify`,
      );
      setSaid(
        `holds: ${data.lines} lines with their checksums and numbers${data.sha256 === null ? '' : `; SHA-256 before its end ${data.sha256}`}`,
      );
    } catch (error) {
      setSaid(
        error instanceof Unanswered
          ? [error.trouble.what, error.trouble.why].filter(Boolean).join(': ')
          : String(error),
      );
    }
    setBusy(false);
  };
  return (
    <>
      <button type="button" disabled={isBusy} onClick={() => void verify()}>
        Verify the journal
      </button>
      <span role="status" class="mono">
        {said}
      </span>
    </>
  );
}
