/**
 * Scrolls a row sideways until the chosen one of its children is in the middle; the page itself stays where it is.
 *
 * @param row what scrolls
 * @param chosen a selector of the child
 */
export function keepInView(row: HTMLElement | null, chosen: string): void {
  const child = row?.querySelector<HTMLElement>(chosen);
  if (row === null || child === null || child === undefined || row.scrollWidth <= row.clientWidth) return;
  const [outer, inner] = [row.getBoundingClientRect(), child.getBoundingClientRect()];
  row.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
}
