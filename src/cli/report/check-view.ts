import type { Item } from '../../report/statement/item.ts';
import { LIST_NAMES } from '../../report/statement/sections/items-section.ts';
import { printable, wrapText } from '../output/text-width.ts';
import type { Look } from '../views/look.ts';

const MARK = 9;

/** The lists of what a report should contain, for a terminal: what is said, or why it is missing and what to do. */
export function checkView(items: readonly Item[], look: Look): string[] {
  const lines = (['henderson', 'patterson'] as const).flatMap((list) => [
    look.style.bold(LIST_NAMES[list]),
    ...items.filter((item) => item.list === list).flatMap((item) => itemLines(item, look)),
    '',
  ]);
  const missing = items.filter(({ state }) => state === 'missing');
  const waived = items.filter(({ state }) => state === 'waived').length;
  const there = items.length - missing.length - waived;
  const parts = [
    `${there} of ${items.length} there`,
    ...(waived > 0 ? [`${waived} waived`] : []),
    `${missing.length} missing`,
  ];
  return [...lines, parts.join(look.unicode ? ' · ' : ', ')];
}

function itemLines({ id, asks, state, says, why, fix }: Item, look: Look): string[] {
  const mark = { there: 'there', missing: 'MISSING', waived: 'waived' }[state];
  const painted =
    state === 'missing' ? look.style.yellow(mark) : state === 'there' ? look.style.green(mark) : mark;
  const pad = ' '.repeat(MARK - mark.length);
  const body = [
    `${id}  ${asks}`,
    ...[says, why, state === 'missing' ? fix : undefined].filter((text) => text !== undefined),
  ];
  const wrapped = body.flatMap((text, i) =>
    wrapText(printable(text), look.width - MARK - (i === 0 ? 0 : 2)).map((line) =>
      i === 0 ? line : `  ${line}`,
    ),
  );
  return wrapped.map((line, i) =>
    i === 0 ? `${painted}${pad}${line}` : `${' '.repeat(MARK)}${look.style.dim(line)}`,
  );
}
