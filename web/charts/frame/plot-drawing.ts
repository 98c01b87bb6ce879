import { element } from '../../../src/report/chart/markup.ts';
import type { Drawn } from './drawing-file.ts';

/** What a plot shows as a drawing: its `svg`, or its canvas as a picture within one. */
export function drawingOf(plot: HTMLElement): Drawn | undefined {
  const svg = plot.querySelector('svg');
  if (svg !== null) {
    const { width, height } = svg.getBoundingClientRect();
    const copy = svg.cloneNode(true) as SVGElement;
    for (const mark of copy.querySelectorAll('[data-cursor]')) mark.remove();
    copy.setAttribute('width', String(Math.round(width)));
    copy.setAttribute('height', String(Math.round(height)));
    copy.setAttribute('font-size', '12');
    return { svg: new XMLSerializer().serializeToString(copy), width, height };
  }
  const canvas = plot.querySelector('canvas');
  if (canvas === null) return undefined;
  const { width, height } = canvas.getBoundingClientRect();
  return {
    svg: element('image', { href: canvas.toDataURL(), width, height }, ''),
    width,
    height,
  };
}
