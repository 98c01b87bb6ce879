import { fitted, LETTER, widthOf } from '../../../src/report/chart/frame.ts';
import { type Flow, NODE_WIDTH, type PlacedNode } from './layout.ts';

/** Where the name of a place stands, px; what is too long for its room is cut. */
export interface PlacedName {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

/** Between a name and what it stands beside, px. */
const SPACE = 5;

/**
 * Names of places: above them, and those of the last column, which end where it ends, wherever they run into no name of the columns before: above, over the
 * band that leads to the place, below.
 *
 * @returns in the order of the places
 */
export function placeNames(flow: Flow, text: (node: PlacedNode) => string): readonly PlacedName[] {
  const last = Math.max(0, ...flow.nodes.map(({ column }) => column));
  const end = Math.max(0, ...flow.nodes.map(({ x }) => x));
  const bottom = Math.max(0, ...flow.nodes.map(({ y, height }) => y + height));
  const gap = last === 0 ? end : end / last;
  const taken: PlacedName[] = [];
  return flow.nodes.map((node) => {
    const whole = text(node);
    const above = node.y - SPACE;
    const name =
      node.column < last || last === 0
        ? { text: fitted(whole, gap - SPACE), x: node.x, y: above, anchor: 'start' as const }
        : (lastNames(node, whole, bottom).find((one) => !taken.some((other) => meet(one, other))) ?? {
            text: fitted(whole, gap / 2),
            x: node.x + NODE_WIDTH,
            y: above,
            anchor: 'end' as const,
          });
    taken.push(name);
    return name;
  });
}

function lastNames(node: PlacedNode, text: string, bottom: number): readonly PlacedName[] {
  const { y, height } = node;
  const right = { text, x: node.x + NODE_WIDTH, anchor: 'end' as const };
  const below = y + height + LETTER;
  return [
    { ...right, y: y - SPACE },
    ...(height > LETTER + SPACE ? [{ ...right, x: node.x - SPACE, y: y + height / 2 + LETTER / 3 }] : []),
    ...(below <= bottom ? [{ ...right, y: below }] : []),
  ];
}

function meet(a: PlacedName, b: PlacedName): boolean {
  const [one, other] = [spanOf(a), spanOf(b)];
  return Math.abs(a.y - b.y) < LETTER + 1 && one.from < other.to && other.from < one.to;
}

function spanOf({ text, x, anchor }: PlacedName): { readonly from: number; readonly to: number } {
  const width = widthOf(text);
  return anchor === 'start' ? { from: x, to: x + width } : { from: x - width, to: x };
}
