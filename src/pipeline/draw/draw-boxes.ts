import { codePoints } from '../values/code-points.ts';
import { Canvas, toEven } from './canvas.ts';
import { type Cell, layersOf } from './layers.ts';
import { orderLayers } from './order-layers.ts';
import { placeCells } from './place-cells.ts';

/** A graph with what stands in its boxes. */
export interface Drawing {
  /** The texts of each box, a line each; all boxes have as many. */
  readonly texts: readonly (readonly string[])[];
  /** From which box lines go to which, by their index. */
  readonly lines: readonly (readonly [from: number, to: number])[];
}

/** Rows between two layers, which lines cross. */
const ROWS_BETWEEN = 3;
/** A line of text has a space on both sides, and the frame. */
const FRAME = 4;

type Point = readonly [x: number, y: number];

/** Draws a connected graph in boxes of characters, from top to bottom. */
export function drawBoxes({ texts, lines }: Drawing): string {
  const widths = texts.map((lineTexts) => Math.max(...lineTexts.map(codePoints)) + FRAME);
  const height = Math.max(...texts.map((lineTexts) => lineTexts.length)) + 2;
  const graph = layersOf({ widths, lines });
  orderLayers(graph.layers);
  const middles = placeCells(graph.layers, Math.min(...widths));
  const at = (cell: Cell): Point => [middles.get(cell) ?? 0, cell.layer * (height + ROWS_BETWEEN)];
  const paths = graph.lines.map(({ cells }) => pathOf(cells, at, height));
  const xs = [
    ...graph.boxes.flatMap((box) => [at(box)[0] - box.width / 2, at(box)[0] + box.width / 2]),
    ...paths.flat().map(([x]) => x),
  ];
  const left = Math.min(...xs);
  const columns = Math.ceil(Math.ceil(Math.max(...xs)) - Math.floor(left)) + 1;
  const canvas = new Canvas(columns, (graph.layers.length - 1) * (height + ROWS_BETWEEN) + height);
  const point = ([x, y]: Point): Point => [toEven(x - left), toEven(y)];
  for (const path of paths)
    for (const [i, end] of path.entries()) {
      const start = path[i - 1];
      if (start !== undefined) canvas.line(point(start), point(end));
    }
  for (const [i, box] of graph.boxes.entries()) {
    const [x, y] = at(box);
    const width = widths[i] ?? FRAME;
    canvas.box(
      toEven(x - box.width / 2 - left),
      y,
      width,
      (texts[i] ?? []).map((text) => ` ${text} `),
    );
  }
  return canvas.toString();
}

/** A line from the edge of one box through the cells between to the edge of the other. */
function pathOf(cells: readonly Cell[], at: (cell: Cell) => Point, height: number): readonly Point[] {
  const points = cells.map(at);
  const edge = (index: number, toward: number, rows: number): Point => {
    const [cell, from, to] = [cells.at(index), points.at(index), points.at(toward)];
    if (cell === undefined || from === undefined || to === undefined) return [0, 0];
    return edgeOf(from, to, Math.floor(cell.width / 2), rows);
  };
  // From the last row of text of the upper box to the row above the lower one.
  return [edge(0, 1, height - 2), ...points.slice(1, -1), edge(-1, -2, 1)];
}

/** Where the way from the middle of a box to a point leaves the box. */
function edgeOf([x, y]: Point, to: Point, halfWidth: number, halfHeight: number): Point {
  const [dx, dy] = [to[0] - x, to[1] - y];
  const scale = Math.min(
    dx === 0 ? Number.POSITIVE_INFINITY : halfWidth / Math.abs(dx),
    dy === 0 ? Number.POSITIVE_INFINITY : halfHeight / Math.abs(dy),
  );
  return [x + dx * scale, y + dy * scale];
}
