import type { Avoided } from '../../book/avoided.ts';
import { noteAvoided } from '../../book/avoided.io.ts';
import { createBook, locateBook } from '../../book/locate.io.ts';
import type { Tallied } from '../../pipeline/energy/tally.ts';
import type { CliContext } from '../context.ts';

/** Keeps in the book what stages took whose results came from the cache, for `joulebook waste` to tell beside what was wasted. */
export function keepAvoided(
  context: CliContext,
  stages: readonly Tallied[],
  { book, project }: { readonly book: string | undefined; readonly project: string },
): void {
  const at = new Date(context.host.clock.wallMs()).toISOString();
  const entries = stages.flatMap(({ stage, fate, record }): Avoided[] =>
    fate === 'restored' && record !== undefined
      ? [{ at, project, stage, energy: record.energy.wall, carbon: record.carbon }]
      : [],
  );
  if (entries.length === 0) return;
  const place = locateBook(context.host, book === undefined ? {} : { book });
  if (!place.ok) return; // who measures has said so
  const unmade = place.value.exists ? undefined : createBook(place.value.dir);
  const failed = unmade ?? noteAvoided(place.value.dir, entries);
  if (failed !== undefined) context.warn(failed);
}
