import { signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { heeds, PAGES } from '../pages.ts';
import { path } from '../../state/location.ts';
import { areKeysOn, setKeysOn } from './keys-on.ts';

/** Whether the list of keys is open. */
export const isHelpOpen = signal(false);

const FILTER = ['/', 'to the filter'] as const;
const UNIT = ['u', 'next unit: energy, carbon, cost'] as const;
const EVERYWHERE = [
  ['d', 'light or dark'],
  ['?', 'this list'],
  ['Esc', 'closes what is open'],
] as const;
const RUNS = [
  ['j  k', 'next and previous run'],
  ['Enter', 'opens the run'],
  ['x', 'selects it; with Shift all up to it'],
  ['c', 'compares the selected runs'],
  ['e', 'exports'],
] as const;
const CHARTS = [
  ['← →', 'from point to point; Page Up and Page Down by ten, Home, End'],
  ['↑ ↓', 'from series to series'],
  ['t', 'the table of a chart'],
  ['e', 'its export'],
] as const;

/** All keys, and a switch for those of one letter. */
export function KeyHelp() {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = isHelpOpen.value;
  // Before the next key, which may be the Escape that closes it.
  useLayoutEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  const pages = PAGES.flatMap(({ key, name }) => (key === undefined ? [] : [[`g ${key}`, name] as const]));
  return (
    <dialog ref={dialog} class="keys" aria-labelledby="keys-title" onClose={() => (isHelpOpen.value = false)}>
      {isOpen && (
        <>
          {/* What is opened is read from its beginning, though the first control stands at its end. */}
          <h2 id="keys-title" tabIndex={-1} autofocus>
            Keys
          </h2>
          <div class="key-columns">
            <KeyList
              title="Here"
              keys={[
                ...(heeds(path.value, 'filter') ? [FILTER] : []),
                ...(heeds(path.value, 'unit') ? [UNIT] : []),
                ...EVERYWHERE,
              ]}
            />
            <KeyList title="Pages" keys={pages} />
            <KeyList title="Runs" keys={RUNS} />
            <KeyList title="Charts" keys={CHARTS} />
          </div>
          <label class="row">
            <input
              type="checkbox"
              checked={areKeysOn.value}
              onChange={({ currentTarget }) => setKeysOn(currentTarget.checked)}
            />
            Keys of one letter
          </label>
          <form method="dialog" class="row">
            <button type="submit">Close</button>
          </form>
        </>
      )}
    </dialog>
  );
}

function KeyList({
  title,
  keys,
}: {
  readonly title: string;
  readonly keys: readonly (readonly [string, string])[];
}) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
