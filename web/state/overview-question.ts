import { view } from './location.ts';
import { filterOfAllTimes } from './whole-filter.ts';

/** What the Overview asks the server, for the filter and the time range of the address. */
export function overviewQuestion(): string {
  const words = new URLSearchParams();
  if (filterOfAllTimes.value !== '') words.set('filter', filterOfAllTimes.value);
  const range = view('t');
  if (range !== undefined) words.set('t', range);
  return `/overview${words.size === 0 ? '' : `?${words}`}`;
}
