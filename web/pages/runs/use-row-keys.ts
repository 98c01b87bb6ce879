import { useLayoutEffect, useRef } from 'preact/hooks';
import { isForPage } from '../../shell/keys/is-for-page.ts';
import { areKeysOn } from '../../shell/keys/keys-on.ts';

/** What keys do with the rows of a table. */
export interface RowActions {
  readonly move: (by: number) => void;
  readonly select: (isRange: boolean) => void;
  readonly open: () => void;
  readonly compare: () => void;
}

/** `j` and `k` move, `x` selects, `Enter` opens, `c` compares, `e` exports; the arrow keys too where the table has the focus. */
export function useRowKeys(actions: RowActions): void {
  const held = useRef(actions);
  held.current = actions;
  useLayoutEffect(() => {
    let isChord = 0;
    const onKey = (event: KeyboardEvent): void => {
      const { key, target } = event;
      if (!isForPage(event)) return;
      if (event.timeStamp < isChord) return; // the second letter of `g r`
      if (key === 'g') isChord = event.timeStamp + 1500;
      const isRegion = target instanceof HTMLElement && target.classList.contains('runs-region');
      const { move, select, open, compare } = held.current;
      if (isRegion && key === 'ArrowDown') move(1);
      else if (isRegion && key === 'ArrowUp') move(-1);
      else if (isRegion && key === 'Home') move(Number.NEGATIVE_INFINITY);
      else if (isRegion && key === 'End') move(Number.POSITIVE_INFINITY);
      else if (isRegion && key === 'Enter') open();
      else if (!areKeysOn.value) return;
      else if (key === 'j') move(1);
      else if (key === 'k') move(-1);
      else if (key === 'x' || key === 'X') select(event.shiftKey || key === 'X');
      else if (key === 'c') compare();
      else if (key === 'e' && !isChart(target)) document.getElementById('export-runs')?.click();
      else if (key === 'Enter' && target === document.body) open();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

/** A chart has an export of its own. */
function isChart(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('figure') !== null;
}
