import { type Book, openBook } from '../book/book.io.ts';
import type { Result } from '../result.ts';
import type { CliContext } from './context.ts';
import type { Look } from './views/look.ts';

/** Opens the book that a command's options name. */
export function openCliBook(
  context: CliContext,
  options: { readonly book: string | undefined },
): Result<Book> {
  const bestMetric = context.config.get('best-metric').value;
  return openBook(context.host, {
    ...(options.book === undefined ? {} : { book: options.book }),
    ...(typeof bestMetric === 'string' ? { bestMetric } : {}),
  });
}

/** How a view is drawn on this terminal. */
export function lookOf(
  context: CliContext,
  options: { readonly unit?: 'Wh' | 'J'; readonly wide?: boolean },
): Look {
  return {
    width: context.columns,
    unicode: context.unicode,
    style: context.style,
    unit: options.unit ?? 'Wh',
    ...(options.wide === undefined ? {} : { wide: options.wide }),
  };
}
