import type { Role } from '../../../src/report/chart/palette.ts';

/** A place that an energy comes through. Its value is what flows in, or out of it where nothing comes in. */
export interface FlowNode {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** From 0 at the left. */
  readonly column: number;
}

/** An energy that goes from one place to another. */
export interface FlowLink {
  readonly from: string;
  readonly to: string;
  readonly value: number;
}

export interface PlacedNode extends FlowNode {
  readonly value: number;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

export interface PlacedLink extends FlowLink {
  /** Middle of its beginning and of its end, px, and how thick it is. */
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly width: number;
}

/** Where everything of a flow stands. */
export interface Flow {
  readonly nodes: readonly PlacedNode[];
  readonly links: readonly PlacedLink[];
}

export const NODE_WIDTH = 12;
/** Room between two places of a column: enough for a line of text. */
const GAP = 22;
const LEAST = 1.5;

/**
 * Lays a flow out from left to right: places in the order given, one scale for all columns, so thickness is energy everywhere. What is too thin to be seen is
 * drawn as a line.
 */
export function layOut(
  nodes: readonly FlowNode[],
  links: readonly FlowLink[],
  size: { readonly width: number; readonly height: number },
): Flow {
  const sum = (ofId: string, side: 'from' | 'to'): number =>
    links.reduce((all, link) => all + (link[side] === ofId ? link.value : 0), 0);
  const valued = nodes
    .map((node) => ({ ...node, value: Math.max(sum(node.id, 'to'), sum(node.id, 'from')) }))
    .filter(({ value }) => value > 0);
  const columns = Math.max(1, ...valued.map(({ column }) => column));
  const perColumn = Array.from({ length: columns + 1 }, (_, c) =>
    valued.filter(({ column }) => column === c),
  );
  const scale = Math.max(
    0,
    Math.min(
      ...perColumn
        .filter((column) => column.length > 0)
        .map((column) => {
          const room = size.height - GAP * (column.length - 1);
          return room / column.reduce((all, { value }) => all + value, 0);
        }),
    ),
  );
  const placed = perColumn.flatMap((column, c) => {
    let y = 0;
    return column.map((node): PlacedNode => {
      const height = Math.max(LEAST, node.value * scale);
      const at = { ...node, x: (c / columns) * (size.width - NODE_WIDTH), y, height };
      y += height + GAP;
      return at;
    });
  });
  const byId = new Map(placed.map((node) => [node.id, node]));
  const used = new Map<string, number>();
  const next = (key: string, start: number, width: number): number => {
    const at = used.get(key) ?? start;
    used.set(key, at + width);
    return at + width / 2;
  };
  const order = new Map(placed.map(({ id }, i) => [id, i]));
  const sorted = links
    .filter(({ from, to, value }) => value > 0 && byId.has(from) && byId.has(to))
    .toSorted(
      (a, b) =>
        (order.get(a.from) ?? 0) - (order.get(b.from) ?? 0) ||
        (order.get(a.to) ?? 0) - (order.get(b.to) ?? 0),
    );
  return {
    nodes: placed,
    links: sorted.flatMap((link): readonly PlacedLink[] => {
      const [from, to] = [byId.get(link.from), byId.get(link.to)];
      if (from === undefined || to === undefined) return [];
      const width = link.value * scale;
      return [
        {
          ...link,
          x0: from.x + NODE_WIDTH,
          y0: next(`${from.id}>`, from.y, width),
          x1: to.x,
          y1: next(`>${to.id}`, to.y, width),
          width: Math.max(LEAST, width),
        },
      ];
    }),
  };
}
