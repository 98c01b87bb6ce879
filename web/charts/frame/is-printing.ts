import { signal } from '@preact/signals';
import { options } from 'preact';
import { showTheme, type Theme, theme } from '../../state/theme.ts';

/** Whether the page is being printed: then every chart stands with its table. */
export const isPrinting = signal(false);

let onScreen: Theme | undefined;

function set(value: boolean): void {
  if (isPrinting.value === value) return;
  // The browser prints what is there when the event is over: the page must be drawn within it.
  options.debounceRendering = (draw) => draw();
  // Paper is white: plots that are painted, not styled, are painted anew for it.
  if (value) onScreen = theme.value;
  showTheme(value ? 'light' : (onScreen ?? theme.value));
  isPrinting.value = value;
  delete options.debounceRendering;
}

addEventListener('beforeprint', () => set(true));
addEventListener('afterprint', () => set(false));
const print = matchMedia('print');
print.addEventListener('change', ({ matches }) => set(matches));
