import { useRef, useState } from 'preact/hooks';
import { TroubleView } from '../../parts/trouble-view.tsx';
import { plural, thousands } from '../../parts/count-text.ts';
import { ask, type Trouble, Unanswered } from '../../state/ask.ts';
import { linkTo } from '../../state/location.ts';
import type { RunTable } from '../../state/runs/run-table.ts';
import { reloadRuns } from '../../state/runs.ts';
import { selectNone } from './selection.ts';

type Doing = 'tag' | 'untag' | 'note' | 'rename' | 'delete';

/** Comparing takes up to so many. */
const MOST_COMPARED = 20;

/** What is done with the runs that are selected. Nothing is changed before it was confirmed. */
export function SelectionBar({
  table,
  picked,
}: {
  readonly table: RunTable;
  readonly picked: readonly number[];
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [doing, setDoing] = useState<Doing>('tag');
  const [text, setText] = useState('');
  const [trouble, setTrouble] = useState<Trouble>();
  const [isBusy, setBusy] = useState(false);
  if (picked.length === 0) return null;
  const short = (table.shown('short~') ?? []) as readonly string[];
  const names = (table.shown('name') ?? []) as readonly string[];
  const runs = picked.map((row) => short[row] ?? '');
  const open = (what: Doing): void => {
    setDoing(what);
    setText(what === 'rename' ? (names[picked[0] ?? -1] ?? '') : '');
    setTrouble(undefined);
    dialog.current?.showModal();
  };
  const act = async (): Promise<void> => {
    setBusy(true);
    try {
      await change(doing, runs, text);
      dialog.current?.close();
      if (doing === 'delete') selectNone();
      reloadRuns();
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      setTrouble(error.trouble);
    } finally {
      setBusy(false);
    }
  };
  const count = `${thousands(picked.length)} ${plural(picked.length, 'run')}`;
  return (
    <section class="selection row" aria-label="Selected runs">
      <strong>{count} selected</strong>
      {picked.length >= 2 && picked.length <= MOST_COMPARED && (
        <a class="button" href={linkTo('/compare', { ids: runs.join(',') })}>
          Compare (c)
        </a>
      )}
      <button type="button" onClick={() => open('tag')}>
        Tag …
      </button>
      <button type="button" onClick={() => open('untag')}>
        Untag …
      </button>
      <button type="button" onClick={() => open('note')}>
        Note …
      </button>
      {picked.length === 1 && (
        <button type="button" onClick={() => open('rename')}>
          Rename …
        </button>
      )}
      <button type="button" onClick={() => open('delete')}>
        Delete …
      </button>
      <button type="button" class="quiet" onClick={selectNone}>
        Select none
      </button>
      <dialog ref={dialog} class="keys" aria-labelledby="change-title">
        <h2 id="change-title">
          {TITLES[doing]} {count}
        </h2>
        {doing === 'delete' ? (
          <>
            <ul>
              {picked.slice(0, 8).map((row) => (
                <li key={row}>
                  <bdi>{(names[row] ?? '').slice(0, 80)}</bdi>
                </li>
              ))}
              {picked.length > 8 && <li>and {thousands(picked.length - 8)} more</li>}
            </ul>
            <p>Their folders are deleted, with all runs within them. This cannot be undone.</p>
          </>
        ) : (
          <label>
            {LABELS[doing]}{' '}
            <input
              type="text"
              value={text}
              dir="auto"
              onInput={({ currentTarget }) => setText(currentTarget.value)}
            />
          </label>
        )}
        {trouble !== undefined && <TroubleView trouble={trouble} />}
        <p class="row">
          <button
            type="button"
            disabled={isBusy || (doing !== 'delete' && text.trim() === '')}
            onClick={() => void act()}
          >
            {doing === 'delete' ? `Delete ${count}` : 'Do it'}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </p>
      </dialog>
    </section>
  );
}

const TITLES: Readonly<Record<Doing, string>> = {
  tag: 'Tag',
  untag: 'Take a tag off',
  note: 'Write a note to',
  rename: 'Rename',
  delete: 'Delete',
};
const LABELS: Readonly<Record<Exclude<Doing, 'delete'>, string>> = {
  tag: 'Tags, with commas between',
  untag: 'Tags, with commas between',
  note: 'Note',
  rename: 'Name',
};

async function change(doing: Doing, runs: readonly string[], text: string): Promise<void> {
  const tags = text
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean);
  if (doing === 'delete') await send('DELETE', '/runs', { runs });
  else if (doing === 'tag') await send('POST', '/runs/tags', { runs, add: tags });
  else if (doing === 'untag') await send('POST', '/runs/tags', { runs, remove: tags });
  else await send('POST', doing === 'note' ? '/runs/note' : '/runs/name', { runs, text });
}

async function send(method: string, path: string, body: object): Promise<void> {
  await ask(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}
