import { locateBook } from '../../book/locate.io.ts';
import type { Host } from '../../host/host.ts';
import { findDashboard } from './running-dashboard.io.ts';

/** The dashboard of the book that a command is about, if one runs. @param book as `--book` gives it. */
export function dashboardOf(host: Host, book: string | undefined): { readonly address: string | undefined } {
  const place = locateBook(host, book === undefined ? {} : { book });
  return { address: place.ok ? findDashboard(host, place.value.dir) : undefined };
}
