import { visibleText } from './visible-text.ts';

/** Attributes of an element; what is undefined is left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/**
 * An element of SVG or HTML. Children are markup already; attributes are escaped here.
 *
 * @example
 * element('text', { x: 1 }, escapeText('a < b')) // '<text x="1">a &lt; b</text>'
 */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) =>
        ` ${key}="${typeof value === 'number' ? decimal(value) : escapeText(value ?? '', WHOLE)}"`,
    )
    .join('');
  const isVoid = children.length === 0 && SELF_CLOSING.has(name);
  return isVoid ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
}

/** Coordinates of a path are many. */
const WHOLE = Number.MAX_SAFE_INTEGER;

/** Elements that are written `<x/>` where nothing stands in them: those of SVG that we use. */
const SELF_CLOSING: ReadonlySet<string> = new Set(['rect', 'path', 'line', 'circle', 'polyline', 'polygon']);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text of whatever origin as content or attribute of SVG or HTML. */
export function escapeText(text: string, most?: number): string {
  return visibleText(text, most).replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** A coordinate: at most two decimals, for a hundredth of a pixel is nobody's to see. */
export function decimal(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return Number.isFinite(rounded) ? String(rounded === 0 ? 0 : rounded) : '0';
}
