import { computed, signal } from '@preact/signals';
import { BASE_PATH, href } from './base.ts';

/** Where the page stands: every view of the dashboard is an address. */
export const url = signal(new URL(location.href));

/** The path within the dashboard, e.g. `/runs/01J…`. */
export const path = computed(() => `/${url.value.pathname.slice(BASE_PATH.length)}`);

/** What a part of the view is set to; undefined where the address does not say, which is the default. */
export function view(key: string): string | undefined {
  return url.value.searchParams.get(key) ?? undefined;
}

/** What is changed in the address; undefined takes a key out. Keys that nobody here knows are kept. */
export type ViewChange = Readonly<Record<string, string | undefined>>;

/**
 * Changes the view.
 *
 * @param how `commit` makes a step that Back undoes; `adjust` does not, as for a drag or a letter that is typed.
 */
export function setView(change: ViewChange, how: 'commit' | 'adjust' = 'commit'): void {
  const next = new URL(url.value);
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined || value === '') next.searchParams.delete(key);
    else next.searchParams.set(key, value);
  }
  if (next.href === url.value.href) return;
  noteAddress(next.href, how);
  url.value = next;
}

let noted: { href: string; readonly how: 'commit' | 'adjust' }[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
/** When addresses were written in the last half minute. */
let writtenMs: readonly number[] = [];

/** Safari throws at the hundredth address in 30 s: what is adjusted for long is written seldom. */
const [RECENT_MS, MANY, SELDOM_MS] = [30_000, 40, 700];
/** No frame comes where the page is not seen. */
const UNSEEN_MS = 200;

/**
 * Writes an address into the bar once the change is painted: the browser takes longer over that than the page over the change. What is adjusted several
 * times meanwhile is written once.
 */
function noteAddress(href: string, how: 'commit' | 'adjust'): void {
  const isAdjusted = how === 'adjust';
  const last = noted.at(-1);
  if (isAdjusted && last !== undefined) {
    last.href = href;
    return;
  }
  noted.push({ href, how });
  clearTimeout(timer);
  const write = (): void => {
    requestAnimationFrame(() => setTimeout(writeAddress));
    timer = setTimeout(writeAddress, UNSEEN_MS);
  };
  const now = performance.now();
  writtenMs = writtenMs.filter((ms) => ms > now - RECENT_MS);
  if (isAdjusted && writtenMs.length > MANY) timer = setTimeout(write, SELDOM_MS);
  else write();
}

/** Writes what is noted now: before the page is left, or before the address is read. */
function writeAddress(): void {
  clearTimeout(timer);
  const all = noted;
  noted = [];
  for (const { href, how } of all) {
    writtenMs = [...writtenMs, performance.now()];
    history[how === 'commit' ? 'pushState' : 'replaceState'](null, '', href);
  }
}
addEventListener('pagehide', writeAddress);

/** Keys that hold on every page: what is filtered, the time range, the unit, the project. */
const SHARED = ['q', 't', 'u', 'p'];

/** The address of another page, with the filter, the time range, the unit and the project of this one. */
export function linkTo(page: string, change: ViewChange = {}): string {
  const [pathname = '/', search = ''] = page.split('?');
  const words = new URLSearchParams(search);
  for (const key of SHARED) {
    const value = url.value.searchParams.get(key);
    if (value !== null && !words.has(key)) words.set(key, value);
  }
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined) words.delete(key);
    else words.set(key, value);
  }
  const query = words.toString();
  return href(pathname) + (query === '' ? '' : `?${query}`);
}

/** Goes to a page. */
export function go(page: string, change: ViewChange = {}): void {
  writeAddress();
  history.pushState(null, '', linkTo(page, change));
  arrive();
}

function arrive(): void {
  const before = url.value.pathname;
  url.value = new URL(location.href);
  if (url.value.pathname === before) return;
  window.scrollTo(0, 0);
  document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
}

addEventListener('popstate', () => {
  noted = []; // of what was just left
  url.value = new URL(location.href);
});

/** A click on a link within the dashboard changes the view instead of loading the page again. */
addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest('a');
  if (link === null || link === undefined || link.origin !== location.origin) return;
  writeAddress();
  if (link.target !== '' || link.hasAttribute('download') || !link.pathname.startsWith(BASE_PATH)) return;
  if (link.pathname.startsWith(`${BASE_PATH}api/`)) return;
  if (link.pathname === location.pathname && link.search === location.search && link.hash !== '') return;
  event.preventDefault();
  history.pushState(null, '', link.href);
  arrive();
});
