import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { setView, path, view } from '../../state/location.ts';
import { knownMeanings, knownNames, loadRuns, runTable, shownRuns, wantNames } from '../../state/runs.ts';
import { type Completion, completions } from './completions.ts';
import { FilterProblem } from './filter-problem.tsx';

/** Fields whose values are offered, as far as they are at hand. */
const OFFERED = new Set(['project', 'host', 'zone', 'gpu']);

/** The filter of all pages: one grammar with the command line. On the page of the runs it holds with every letter, elsewhere with Enter. */
export function FilterBox() {
  const held = view('q') ?? '';
  const [draft, setDraft] = useState(held);
  const [offers, setOffers] = useState<readonly Completion[]>([]);
  const [at, setAt] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  // Before the next letter, which a later change to what was held would take away.
  useLayoutEffect(() => setDraft(held), [held]);
  const isLive = path.value === '/runs';
  const close = (): void => {
    setOffers([]);
    setAt(-1);
  };
  const offersAt = (text: string, caret: number): readonly Completion[] =>
    completions(text, caret, { names: knownNames.value, meanings: knownMeanings.value, values: valuesOf });
  // Who types at once is offered keys before it is known what they mean.
  useEffect(() => {
    if (offers.length > 0) setOffers(offersAt(draft, input.current?.selectionStart ?? draft.length));
  }, [knownNames.value, knownMeanings.value]);
  const change = (text: string, caret: number): void => {
    setDraft(text);
    setAt(-1);
    setOffers(offersAt(text, caret));
    if (isLive) setView({ q: text.trim() }, 'adjust');
  };
  const take = ({ text, from, to }: Completion): void => {
    const next = draft.slice(0, from) + text + draft.slice(to);
    change(next, from + text.length);
    if (!/[:=<>]$/.test(text)) close();
    requestAnimationFrame(() => input.current?.setSelectionRange(from + text.length, from + text.length));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const offer = offers[at];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (offers.length === 0) change(draft, input.current?.selectionStart ?? draft.length);
      else setAt((n) => (n + (event.key === 'ArrowDown' ? 1 : -1) + offers.length + 1) % (offers.length + 1));
    } else if (event.key === 'Enter' || (event.key === 'Tab' && offer !== undefined)) {
      if (offer !== undefined) take(offer);
      else {
        close();
        setView({ q: draft.trim() });
      }
    } else if (event.key === 'Escape') {
      if (offers.length === 0) input.current?.blur();
      close();
    } else return;
    event.preventDefault();
  };
  return (
    <form class="filter" role="search" onSubmit={(event) => event.preventDefault()}>
      <label class="unseen" for="filter">
        Filter
      </label>
      <input
        id="filter"
        ref={input}
        type="text"
        value={draft}
        placeholder="Filter: state:failed energy>0.5kWh  ( / )"
        role="combobox"
        aria-expanded={offers.length > 0}
        aria-controls="filter-offers"
        aria-autocomplete="list"
        aria-activedescendant={at >= 0 ? `filter-offer-${at}` : undefined}
        aria-describedby="filter-problem"
        autocomplete="off"
        spellcheck={false}
        dir="auto"
        onFocus={() => {
          loadRuns();
          wantNames();
        }}
        onInput={({ currentTarget }) =>
          change(currentTarget.value, currentTarget.selectionStart ?? currentTarget.value.length)
        }
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      {draft !== '' && (
        <button
          type="button"
          class="quiet clear"
          aria-label="Clear the filter"
          onClick={() => {
            setDraft('');
            setView({ q: undefined });
            input.current?.focus();
          }}
        >
          ×
        </button>
      )}
      <ul id="filter-offers" role="listbox" aria-label="What may stand here" hidden={offers.length === 0}>
        {offers.map((offer, n) => (
          <li
            key={offer.label}
            id={`filter-offer-${n}`}
            role="option"
            aria-selected={n === at}
            onPointerDown={(event) => {
              event.preventDefault();
              take(offer);
            }}
          >
            <code>{offer.label}</code> <span>{offer.hint}</span>
          </li>
        ))}
      </ul>
      <FilterProblem problem={held === '' ? undefined : shownRuns.value.problem} />
    </form>
  );
}

function valuesOf(field: string): readonly string[] {
  if (!OFFERED.has(field)) return [];
  const column = runTable.value?.shown(field) ?? [];
  return [...new Set(column)].filter((value): value is string => typeof value === 'string').toSorted();
}
