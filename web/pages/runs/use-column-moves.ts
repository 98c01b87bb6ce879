import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { moved } from './chosen-columns.ts';
import type { ColumnMoves } from './column-head.tsx';

/** A press that goes no further than this is a click, px. */
const DRAG_FROM = 6;

interface Landing {
  readonly key: string;
  readonly edge: 'before' | 'behind';
}

/**
 * Columns are taken to other places by their heads. A finger scrolls the table: by touch the list of columns moves them.
 *
 * @param keys of the columns, in their order.
 * @param region holds the table.
 * @param onMove takes the new order.
 * @returns how a column moves, and what is to be said of the last move.
 */
export function useColumnMoves(
  keys: readonly string[],
  region: RefObject<HTMLElement | null>,
  onMove: (keys: readonly string[]) => void,
): { readonly movesOf: (key: string) => ColumnMoves; readonly said: string } {
  const [landing, setLanding] = useState<Landing | undefined>(undefined);
  const [said, setSaid] = useState('');
  const keep = useRef<string | undefined>(undefined);
  // Where the head that was moved has been put in anew it has lost the focus.
  useLayoutEffect(() => {
    if (keep.current !== undefined) headOf(region.current, keep.current)?.querySelector('button')?.focus();
    keep.current = undefined;
  }, [keys.join()]);
  const take = (key: string, to: number): void => {
    const next = moved(keys, key, to);
    if (next.join() === keys.join()) return;
    setSaid(`${key}: column ${next.indexOf(key) + 1} of ${next.length}`);
    onMove(next);
  };
  const drag = (key: string, start: PointerEvent): void => {
    if (start.button !== 0 || start.pointerType === 'touch') return;
    let at: Landing | undefined;
    let isDrag = false;
    const over = new AbortController();
    const { signal } = over;
    const leave = (): void => {
      over.abort();
      setLanding(undefined);
    };
    const follow = ({ clientX }: PointerEvent): void => {
      if (!isDrag && Math.abs(clientX - start.clientX) < DRAG_FROM) return;
      isDrag = true;
      at = landingAt(region.current, keys, clientX);
      setLanding(at?.key === key ? undefined : at);
    };
    const drop = (): void => {
      leave();
      if (!isDrag) return;
      dropClick();
      if (at !== undefined) take(key, placeOf(keys, key, at));
    };
    addEventListener('pointermove', follow, { signal });
    addEventListener('pointerup', drop, { signal });
    addEventListener('pointercancel', leave, { signal });
    addEventListener('keydown', ({ key: pressed }) => pressed === 'Escape' && leave(), { signal });
  };
  return {
    said,
    movesOf: (key) => ({
      edge: landing?.key === key ? landing.edge : undefined,
      by: (places) => {
        keep.current = key;
        take(key, keys.indexOf(key) + places);
      },
      onPointerDown: (event) => drag(key, event),
    }),
  };
}

/** The click that a drag ends with would sort. */
function dropClick(): void {
  const soon = new AbortController();
  addEventListener('click', (event) => event.stopPropagation(), { capture: true, signal: soon.signal });
  setTimeout(() => soon.abort(), 0);
}

function headOf(region: HTMLElement | null, key: string): HTMLElement | undefined {
  return headsIn(region).find(({ dataset }) => dataset['column'] === key);
}

function headsIn(region: HTMLElement | null): readonly HTMLElement[] {
  return [...(region?.querySelectorAll<HTMLElement>('th[data-column]') ?? [])];
}

/** The column nearest to a point, and on which side of its middle that is. */
function landingAt(region: HTMLElement | null, keys: readonly string[], x: number): Landing | undefined {
  const heads = keys.flatMap((key) => {
    const box = headOf(region, key)?.getBoundingClientRect();
    return box === undefined ? [] : [{ key, from: box.left, to: box.right }];
  });
  const [first] = heads;
  const under = heads.findLast(({ from }) => from <= x) ?? first;
  if (under === undefined) return undefined;
  return { key: under.key, edge: x < (under.from + under.to) / 2 ? 'before' : 'behind' };
}

function placeOf(keys: readonly string[], key: string, { key: other, edge }: Landing): number {
  const rest = keys.filter((one) => one !== key);
  return other === key ? keys.indexOf(key) : rest.indexOf(other) + (edge === 'behind' ? 1 : 0);
}
