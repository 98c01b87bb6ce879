import { signal } from '@preact/signals';

export type Theme = 'light' | 'dark';

const KEY = 'joulebook-theme'; // as in index.html, which sets it before the first paint

function systemTheme(): Theme {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** The theme that is shown. */
export const theme = signal<Theme>(
  (document.documentElement.dataset['theme'] as Theme | undefined) ?? systemTheme(),
);

/** Shows a theme; it is not remembered. */
export function showTheme(shown: Theme): void {
  // First the page, for what is painted anew reads its colours from there.
  document.documentElement.dataset['theme'] = shown;
  theme.value = shown;
}

/** Changes to the other theme; the browser remembers it. */
export function toggleTheme(): void {
  showTheme(theme.value === 'light' ? 'dark' : 'light');
  try {
    localStorage.setItem(KEY, theme.value);
  } catch {
    // a browser that keeps nothing shows it until it is closed
  }
}
