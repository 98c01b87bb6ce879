import { useState } from 'preact/hooks';
import { ask, type Trouble, Unanswered } from '../state/ask.ts';
import { reloadRuns } from '../state/runs.ts';
import { lookForSample } from '../state/sample.ts';
import { CopyButton } from './copy-button.tsx';
import { lazyPart } from './lazy-part.tsx';
import { TroubleView } from './trouble-view.tsx';

const COMMANDS = [
  ['joulebook run -- python train.py', 'measures a command, whatever it is'],
  ['joulebook search search.yaml', 'tries settings, and stops what is not worth its joules'],
  ['joulebook calc --gpu a100-80gb --hours 24', 'estimates without measuring'],
] as const;

const ImportForm = lazyPart(() => import('../pages/figures.ts').then(({ ImportForm: Form }) => Form));

/** An empty book: what to do first. @param onRuns when there are runs by what was done here. */
export function NoRunsYet({ onRuns }: { readonly onRuns: () => void }) {
  const arrived = (): void => {
    void lookForSample();
    reloadRuns();
    onRuns();
  };
  return (
    <section class="no-runs">
      <h2>No runs yet</h2>
      <p>This book is empty: what is measured from now on stands here.</p>
      <ul class="first-commands">
        {COMMANDS.map(([command, does]) => (
          <li key={command}>
            <code>{command}</code> <CopyButton text={command} />
            <span class="muted">{does}</span>
          </li>
        ))}
      </ul>
      <p>
        <button type="button" class="quiet" onClick={onRuns}>
          Look again
        </button>
      </p>
      <h2>Only looking?</h2>
      <LoadSample onLoaded={arrived} />
      <h2>Measured elsewhere already?</h2>
      <p class="import-what">
        <code>emissions.csv</code> of CodeCarbon, files of MLflow, W&amp;B, TensorBoard, carbontracker and
        others: first it is told what would come in.
      </p>
      <ImportForm onTaken={reloadRuns} />
    </section>
  );
}

function LoadSample({ onLoaded }: { readonly onLoaded: () => void }) {
  const [trouble, setTrouble] = useState<Trouble>();
  const [isAtWork, setAtWork] = useState(false);
  const load = async (): Promise<void> => {
    setAtWork(true);
    setTrouble(undefined);
    try {
      await ask('/sample', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      onLoaded();
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      setTrouble(error.trouble);
    } finally {
      setAtWork(false);
    }
  };
  return (
    <>
      <p class="row">
        <button type="button" disabled={isAtWork} onClick={() => void load()}>
          Load sample data
        </button>
        <span class="muted">
          made-up runs of a project <code>sample</code>, in this book; one click or command removes them
        </span>
      </p>
      {trouble !== undefined && <TroubleView trouble={trouble} />}
    </>
  );
}
