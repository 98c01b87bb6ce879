import { useLayoutEffect } from 'preact/hooks';
import { setView, view } from '../../state/location.ts';
import { isForPage } from '../../shell/keys/is-for-page.ts';
import { areKeysOn } from '../../shell/keys/keys-on.ts';

const KEY = 'tables';

/** Whether the table of a chart is shown, which the address says (`tables=power,stages`), and what changes it. */
export function useTableShown(id: string): readonly [isShown: boolean, toggle: () => void] {
  const shown = idsOf(view(KEY));
  const isShown = shown.includes(id);
  const toggle = (): void => {
    const now = idsOf(view(KEY));
    const next = now.includes(id) ? now.filter((other) => other !== id) : [...now, id];
    setView({ [KEY]: next.length === 0 ? undefined : next.join(',') });
  };
  return [isShown, toggle];
}

function idsOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split(',');
}

/** Keys of charts: pressed within one they mean that one, elsewhere `t` means all of the page. */
export function useChartKeys(
  figure: { readonly current: HTMLElement | null },
  keys: { readonly t: () => void; readonly e: () => void },
): void {
  // As soon as the chart is seen, so that no key is lost.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!areKeysOn.value || !isForPage(event)) return;
      const own = figure.current;
      const focused = document.activeElement?.closest('figure.chart') ?? null;
      if (own === null || own.closest('[hidden]') !== null) return;
      if (event.key === 't' && (focused === null || focused === own)) keys.t();
      else if (event.key === 'e' && focused === own) keys.e();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
}
