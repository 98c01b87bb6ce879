import { useLayoutEffect, useState } from 'preact/hooks';
import { isPrinting } from './frame/is-printing.ts';

/** What fits on a sheet of A4 or Letter between its margins, px. */
const SHEET = 680;

/** The width of an element, px, kept up to date; 0 until it is known. On paper no more than a sheet has. */
export function useWidth(box: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return isPrinting.value ? Math.min(width, SHEET) : width;
}
