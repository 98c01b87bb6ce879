import type { CliContext } from '../context.ts';
import { findDashboard } from './running-dashboard.io.ts';

/**
 * Says on stderr where a dashboard that runs shows what a command has just shown; nothing where none runs.
 *
 * @param page behind the dashboard's address, e.g. `runs`.
 * @param view keys of the address and what they are set to; what is empty is left out.
 */
export function tellPage(
  context: CliContext,
  book: string,
  page: string,
  view: Readonly<Record<string, string | undefined>> = {},
): void {
  if (context.json || context.quiet) return;
  const address = findDashboard(context.host, book);
  if (address === undefined) return;
  const words = new URLSearchParams();
  for (const [key, value] of Object.entries(view))
    if (value !== undefined && value !== '') words.set(key, value);
  const query = words.size === 0 ? '' : `?${words.toString()}`;
  context.err(`${context.errStyle.dim(`${address}${page}${query}`)}\n`);
}
