import { useLayoutEffect } from 'preact/hooks';
import { go, path } from '../state/location.ts';
import { toggleTheme } from '../state/theme.ts';
import { cycleUnit } from '../state/unit.ts';
import { isHelpOpen } from './keys/key-help.tsx';
import { isForPage } from './keys/is-for-page.ts';
import { areKeysOn } from './keys/keys-on.ts';
import { heeds, PAGES } from './pages.ts';

/** How long `g` waits for its second letter, ms. */
const CHORD_MS = 1500;

/** Keys that hold everywhere. They are off while something is typed, and under a dialog. */
export function useShortcuts(): void {
  useLayoutEffect(() => {
    let chordUntil = 0;
    const onKey = (event: KeyboardEvent): void => {
      if (!areKeysOn.value || !isForPage(event)) return;
      const page = event.timeStamp < chordUntil ? PAGES.find(({ key }) => key === event.key) : undefined;
      chordUntil = event.key === 'g' ? event.timeStamp + CHORD_MS : 0;
      if (page !== undefined) go(page.path);
      else if (event.key === 'd') toggleTheme();
      else if (event.key === 'u' && heeds(path.value, 'unit')) cycleUnit();
      else if (event.key === '?') isHelpOpen.value = true;
      else if (event.key === '/' && heeds(path.value, 'filter')) document.getElementById('filter')?.focus();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
