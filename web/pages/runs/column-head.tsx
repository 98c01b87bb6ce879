import type { SortedBy } from './sort-keys.ts';

/** Longest title that a head shows. */
const MOST_LETTERS = 40;

/** How a column is taken to another place; the name's column, which stays the first, has none. */
export interface ColumnMoves {
  /** By keyboard: one place to the left or to the right. */
  readonly by: (places: -1 | 1) => void;
  readonly onPointerDown: (event: PointerEvent) => void;
  /** Where what is dragged would land: before or behind this column. */
  readonly edge: 'before' | 'behind' | undefined;
}

/** The head of a column: a click sorts, a drag or Alt+Shift with an arrow key takes it to another place. */
export function ColumnHead({
  title,
  keyName,
  isNumber = false,
  sorted,
  onSort,
  moves,
}: {
  readonly title: string;
  readonly keyName: string;
  readonly isNumber?: boolean;
  readonly sorted: readonly SortedBy[];
  /** Undefined where the command line cannot sort by it either. */
  readonly onSort: ((isFurther: boolean) => void) | undefined;
  readonly moves?: ColumnMoves;
}) {
  const place = sorted.findIndex(({ key }) => key === keyName);
  const held = sorted[place];
  const direction = held === undefined ? undefined : held.isDescending ? 'descending' : 'ascending';
  const text = <bdi>{title.slice(0, MOST_LETTERS)}</bdi>;
  return (
    <th
      scope="col"
      class={[isNumber ? 'number' : '', moves?.edge ?? ''].join(' ')}
      data-column={keyName}
      aria-sort={place === 0 ? direction : undefined}
      onPointerDown={moves?.onPointerDown}
    >
      {onSort === undefined ? (
        text
      ) : (
        <button
          type="button"
          class="quiet sort"
          title={`Sort; with Shift by this as well${moves === undefined ? '' : '. Drag, or Alt+Shift+← →, to move the column'}`}
          aria-keyshortcuts={moves === undefined ? undefined : 'Alt+Shift+ArrowLeft Alt+Shift+ArrowRight'}
          onClick={(event) => onSort(event.shiftKey)}
          onKeyDown={(event) => {
            const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : undefined;
            if (moves === undefined || by === undefined || !event.altKey || !event.shiftKey) return;
            event.preventDefault();
            moves.by(by);
          }}
        >
          {text}
          {held !== undefined && (
            <span aria-hidden="true">
              {' '}
              {held.isDescending ? '▼' : '▲'}
              {sorted.length > 1 ? place + 1 : ''}
            </span>
          )}
        </button>
      )}
    </th>
  );
}
