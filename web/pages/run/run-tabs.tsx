import { useEffect, useRef } from 'preact/hooks';
import { keepInView } from '../../parts/keep-in-view.ts';
import { setView, url } from '../../state/location.ts';

/** The parts of a run's page. */
export const TABS = [
  ['summary', 'Summary'],
  ['power', 'Power'],
  ['epochs', 'Epochs & stages'],
  ['grid', 'Grid'],
  ['method', 'Method'],
  ['params', 'Logs & params'],
] as const;

/** The name of a part in the address. */
export type TabName = (typeof TABS)[number][0];

/** The part that the address names. */
export function tabOf(text: string | undefined): TabName {
  return TABS.find(([name]) => name === text)?.[0] ?? 'summary';
}

/** Parts of the page as tabs: arrow keys go between them. */
export function RunTabs({ current }: { readonly current: TabName }) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => keepInView(row.current, '[aria-selected="true"]'), [current]);
  const choose = (name: TabName): void => setView({ tab: name === 'summary' ? undefined : name });
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = TABS.findIndex(([name]) => name === current);
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: TABS.length - 1,
    };
    const to = steps[event.key];
    const next = to === undefined ? undefined : TABS[(to + TABS.length) % TABS.length];
    if (next === undefined) return;
    event.preventDefault();
    choose(next[0]);
    document.getElementById(`tab-${next[0]}`)?.focus();
  };
  return (
    <div ref={row} class="tabs" role="tablist" aria-label="Parts of the run" onKeyDown={onKeyDown}>
      {TABS.map(([name, label]) => (
        <button
          key={name}
          id={`tab-${name}`}
          type="button"
          role="tab"
          aria-selected={name === current}
          aria-controls="tab-panel"
          tabIndex={name === current ? 0 : -1}
          onClick={() => choose(name)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

/** The part that is shown now. */
export function currentTab(): TabName {
  return tabOf(url.value.searchParams.get('tab') ?? undefined);
}
