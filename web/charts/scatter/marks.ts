import type { Role } from '../../../src/report/chart/palette.ts';

/** What a mark is drawn with: a canvas' path, or what writes one of SVG. */
export interface PathSink {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  closePath(): void;
}

type Shape = 'circle' | 'square' | 'diamond' | 'triangle' | 'down' | 'plus';

/** Colour and shape of a group, so that colour is never the only cue. The last is what is left. */
export const GROUP_STYLES: readonly { readonly role: Role; readonly shape: Shape; readonly sign: string }[] =
  [
    { role: 'gpu', shape: 'circle', sign: '●' },
    { role: 'cpu', shape: 'square', sign: '■' },
    { role: 'ram', shape: 'triangle', sign: '▲' },
    { role: 'overhead', shape: 'diamond', sign: '◆' },
    { role: 'embodied', shape: 'down', sign: '▼' },
    { role: 'other', shape: 'plus', sign: '✚' },
  ];

/** Corners of the shapes within a radius of 1, of about the same area as the circle. */
const CORNERS: Readonly<Record<Exclude<Shape, 'circle'>, readonly (readonly [number, number])[]>> = {
  square: [
    [-0.89, -0.89],
    [0.89, -0.89],
    [0.89, 0.89],
    [-0.89, 0.89],
  ],
  diamond: [
    [0, -1.25],
    [1.25, 0],
    [0, 1.25],
    [-1.25, 0],
  ],
  triangle: [
    [0, -1.25],
    [1.2, 0.9],
    [-1.2, 0.9],
  ],
  down: [
    [0, 1.25],
    [1.2, -0.9],
    [-1.2, -0.9],
  ],
  plus: [
    [-0.4, -1.2],
    [0.4, -1.2],
    [0.4, -0.4],
    [1.2, -0.4],
    [1.2, 0.4],
    [0.4, 0.4],
    [0.4, 1.2],
    [-0.4, 1.2],
    [-0.4, 0.4],
    [-1.2, 0.4],
    [-1.2, -0.4],
    [-0.4, -0.4],
  ],
};

/** Adds a mark to a path. */
export function addMark(path: PathSink, style: number, x: number, y: number, radius: number): void {
  const shape = GROUP_STYLES[style]?.shape ?? 'plus';
  if (shape === 'circle') {
    path.moveTo(x + radius, y);
    path.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  for (const [i, [dx, dy]] of CORNERS[shape].entries()) {
    if (i === 0) path.moveTo(x + dx * radius, y + dy * radius);
    else path.lineTo(x + dx * radius, y + dy * radius);
  }
  path.closePath();
}

/** Writes what is drawn as the `d` of a path of SVG. */
export class PathText implements PathSink {
  readonly #parts: string[] = [];

  moveTo(x: number, y: number): void {
    this.#parts.push(`M${short(x)} ${short(y)}`);
  }

  lineTo(x: number, y: number): void {
    this.#parts.push(`L${short(x)} ${short(y)}`);
  }

  /** Whole circles only: that is all that marks have. */
  arc(x: number, y: number, radius: number): void {
    const [r, y1] = [short(radius), short(y)];
    this.#parts.push(
      `M${short(x + radius)} ${y1}A${r} ${r} 0 1 1 ${short(x - radius)} ${y1}A${r} ${r} 0 1 1 ${short(x + radius)} ${y1}Z`,
    );
  }

  closePath(): void {
    this.#parts.push('Z');
  }

  get text(): string {
    return this.#parts.join('');
  }
}

function short(value: number): number {
  return Math.round(value * 10) / 10;
}
