import { useEffect, useState } from 'preact/hooks';
import { CopyButton } from '../parts/copy-button.tsx';
import { TroubleView } from '../parts/trouble-view.tsx';
import { ask, type Trouble, Unanswered } from '../state/ask.ts';
import { path } from '../state/location.ts';
import { lookForSample, sample } from '../state/sample.ts';

/** What is first shown goes before it. With the list of projects, so that the server looks at the book's files once for both. */
const AFTER_MS = 400;

/** Says on every page that the book holds sample data, and how to be rid of it. */
export function SampleNote() {
  const [trouble, setTrouble] = useState<Trouble>();
  const [isAtWork, setAtWork] = useState(false);
  const at = path.value;
  useEffect(() => {
    const timer = setTimeout(() => void lookForSample(), AFTER_MS);
    return () => clearTimeout(timer);
  }, [at]);
  if (sample.value === undefined || sample.value.runs === 0) return null;
  const { runs, others, remove } = sample.value;
  const clear = async (): Promise<void> => {
    setAtWork(true);
    try {
      await ask('/sample', {
        method: 'DELETE',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      location.reload(); // every page begins anew
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      setTrouble(error.trouble);
      setAtWork(false);
    }
  };
  return (
    <aside class="sample-note" aria-label="Sample data">
      <p>
        <strong>Sample data.</strong> {runs === 1 ? '1 run' : `${runs} runs`} of the project{' '}
        <code>sample</code> never happened
        {others === 0
          ? '. From the first real run on they are in no total.'
          : '. No total, budget or report has them in unless it is of that project; lists do.'}{' '}
        <code>{remove}</code>
      </p>
      <CopyButton text={remove} />
      <button type="button" class="quiet" disabled={isAtWork} onClick={() => void clear()}>
        Remove the sample
      </button>
      {trouble !== undefined && <TroubleView trouble={trouble} again={() => void clear()} />}
    </aside>
  );
}
