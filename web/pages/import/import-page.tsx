import '../../styles/import.css';
import { useRef, useState } from 'preact/hooks';
import { TroubleView } from '../../parts/trouble-view.tsx';
import { Warnings } from '../../parts/warnings.tsx';
import { type Answer, ask, type Trouble, Unanswered } from '../../state/ask.ts';
import { linkTo } from '../../state/location.ts';
import { readChosen } from './chosen-files.ts';
import type { ImportData } from './import-data.ts';
import { ImportReport } from './import-report.tsx';

type Stage =
  | { readonly at: 'nothing' }
  | { readonly at: 'work'; readonly what: string }
  | { readonly at: 'trouble'; readonly trouble: Trouble }
  | { readonly at: 'told'; readonly answer: Answer<ImportData> };

/** Takes in what other tools have recorded. */
export function Page() {
  return (
    <>
      <h1>Import</h1>
      <p class="import-what">
        Runs that CodeCarbon (<code>emissions.csv</code>), experiment-impact-tracker, carbontracker, BoAmps,
        MLflow, W&amp;B, TensorBoard or DVCLive recorded. They come in with grade D and an interval for what
        their tool may have missed. Folders are taken by <code>joulebook import FOLDER</code>.
      </p>
      <ImportForm />
    </>
  );
}

/** Where files are dropped: first it is told what would come in, then it is taken in. */
export function ImportForm({ onTaken }: { readonly onTaken?: () => void }) {
  const [files, setFiles] = useState<readonly File[]>([]);
  const [project, setProject] = useState('');
  const [tag, setTag] = useState('');
  const [stage, setStage] = useState<Stage>({ at: 'nothing' });
  const [isOver, setOver] = useState(false);
  const round = useRef(0);
  const send = async (chosen: readonly File[], write: boolean): Promise<void> => {
    const mine = ++round.current;
    setStage({ at: 'work', what: write ? 'Taking in' : 'Looking' });
    const next = await outcomeOf(chosen, { project, tag, write });
    if (mine === round.current) setStage(next);
    if (write && next.at === 'told') onTaken?.();
  };
  const choose = (list: FileList | null | undefined): void => {
    const chosen = [...(list ?? [])];
    if (chosen.length === 0) return;
    setFiles(chosen);
    void send(chosen, false);
  };
  return (
    <div class="import">
      <label
        class={isOver ? 'drop over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          choose(event.dataTransfer?.files);
        }}
      >
        <span>Drop files here, or choose them:</span>
        <input
          type="file"
          multiple
          onChange={(event) => {
            choose(event.currentTarget.files);
            event.currentTarget.value = ''; // the same file again is a new choice
          }}
        />
        <small>Up to 24 MiB. They are looked at on this machine; nothing is written yet.</small>
      </label>
      <div class="row">
        <label>
          Project{' '}
          <input
            value={project}
            placeholder="as the source says"
            onInput={(event) => setProject(event.currentTarget.value)}
          />
        </label>
        <label>
          Tag <input value={tag} placeholder="none" onInput={(event) => setTag(event.currentTarget.value)} />
        </label>
      </div>
      <div aria-live="polite" aria-busy={stage.at === 'work'}>
        {stage.at === 'work' && <p>{stage.what} …</p>}
        {stage.at === 'trouble' && (
          <TroubleView trouble={stage.trouble} again={() => void send(files, false)} />
        )}
        {stage.at === 'told' && (
          <>
            <Warnings warnings={stage.answer.warnings} />
            <ImportReport data={stage.answer.data} />
            {stage.answer.data.dryRun && stage.answer.data.new > 0 && (
              <p class="row">
                <button type="button" class="main-action" onClick={() => void send(files, true)}>
                  Take in {stage.answer.data.new === 1 ? 'this run' : `these ${stage.answer.data.new} runs`}
                </button>
                <button type="button" class="quiet" onClick={() => setStage({ at: 'nothing' })}>
                  Leave it
                </button>
              </p>
            )}
            {!stage.answer.data.dryRun && (
              <p>
                <a href={linkTo('/runs', { q: 'kind:imported' })}>See the imported runs</a>
              </p>
            )}
          </>
        )}
      </div>
    </div>
  );
}

async function outcomeOf(
  chosen: readonly File[],
  wishes: { readonly project: string; readonly tag: string; readonly write: boolean },
): Promise<Stage> {
  try {
    const files = await readChosen(chosen);
    const answer = await ask<ImportData>('/import', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ files, ...wishes }),
    });
    return { at: 'told', answer };
  } catch (error) {
    if (error instanceof Unanswered) return { at: 'trouble', trouble: error.trouble };
    const why = error instanceof Error ? error.message : String(error);
    return {
      at: 'trouble',
      trouble: { code: 'E_IMPORT', what: 'the files cannot be read', why, fix: 'Choose them again.' },
    };
  }
}
