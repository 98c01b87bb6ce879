import type { Section } from '../document.ts';
import type { Item } from '../item.ts';
import type { Statement } from '../statement.ts';

/** Names of the lists. */
export const LIST_NAMES: Readonly<Record<Item['list'], string>> = {
  henderson: 'Henderson et al. (2020)',
  patterson: 'Patterson et al. (2021)',
};

/** What a report should contain by the lists that are asked for in papers, and what of it is there. */
export function itemsSection({ items }: Statement): Section {
  const missing = items.filter(({ state }) => state === 'missing').length;
  return {
    id: 'lists',
    heading: 'What a report should contain',
    blocks: [
      {
        kind: 'text',
        text: `${items.length - missing} of the ${items.length} items that two papers ask for are answered; of the others it is said why not.`,
      },
      ...(['henderson', 'patterson'] as const).map((list) => ({
        kind: 'table' as const,
        title: LIST_NAMES[list],
        table: {
          columns: [
            { title: 'No.', isNumber: true },
            { title: 'Asked for' },
            { title: '' },
            { title: 'Said, or why not' },
          ],
          rows: items
            .filter((item) => item.list === list)
            .map(({ id, asks, state, says, why }) => [
              id.slice(list.length + 1),
              asks,
              state,
              says ?? why ?? '',
            ]),
        },
      })),
    ],
  };
}
