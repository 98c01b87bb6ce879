import { computed } from '@preact/signals';
import { wholeFilterOf } from './filter-words.ts';
import { view } from './location.ts';

/** {@link wholeFilterOf} of the address. */
export const wholeFilter = computed(() => wholeFilterOf(view('q'), view('t'), view('p')));

/** Without the time range, for what compares one period with another. */
export const filterOfAllTimes = computed(() => wholeFilterOf(view('q'), undefined, view('p')));

/** `?filter=…` for a question to the server; empty for all runs. */
export function filterQuery(filter: string = wholeFilter.value): string {
  return filter === '' ? '' : `?filter=${encodeURIComponent(filter)}`;
}
