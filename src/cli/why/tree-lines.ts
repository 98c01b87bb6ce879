import { identityOf } from '../../report/why/tree-walk.ts';
import type { Derivation } from '../../units/derivation.ts';
import { printable, textWidth } from '../output/text-width.ts';
import { dot, type Look, printOptions } from '../views/look.ts';
import { figureText } from './figure-text.ts';
import { foldText } from './fold-text.ts';

/** Text never becomes narrower than this for the tree beside it: the tree gives way. */
const NARROWEST = 24;

/** How a tree is drawn. */
export interface TreeLook extends Look {
  /** Levels below the top that are shown; all by default. */
  readonly depth?: number;
  /** Also addresses and ids. */
  readonly verbose?: boolean;
}

/** Draws trees one below the other. A figure whose chain was shown already is told without it. */
export class TreePrinter {
  readonly #look: TreeLook;
  readonly #shown = new Set<string>();
  readonly #lines: string[] = [];

  constructor(look: TreeLook) {
    this.#look = look;
  }

  /** Lines of one tree, none wider than the terminal. */
  lines(tree: Derivation): readonly string[] {
    this.#lines.length = 0;
    this.#node(tree, '', '', 0);
    return [...this.#lines];
  }

  #node(figure: Derivation, lead: string, below: string, level: number): void {
    const from = figure.from ?? [];
    const isShown = this.#shown.has(identityOf(figure));
    const isDeep = from.length > 0 && level >= (this.#look.depth ?? Number.POSITIVE_INFINITY);
    const hasChildren = from.length > 0 && !isShown && !isDeep;
    const trunk = `${below}${hasChildren ? this.#signs.trunk : '   '}`;
    this.#head(figure, lead, trunk, isShown ? '  (above)' : '');
    if (!isShown) this.#sayings(figure, trunk, isDeep);
    if (!isDeep) this.#shown.add(identityOf(figure));
    if (!hasChildren) return;
    for (const [i, child] of from.entries()) {
      const isLast = i === from.length - 1;
      const { last, more, trunk: side } = this.#signs;
      this.#node(child, `${below}${isLast ? last : more}`, `${below}${isLast ? '   ' : side}`, level + 1);
    }
  }

  /** The figure's name, number and grade. */
  #head(figure: Derivation, lead: string, below: string, above: string): void {
    const { style } = this.#look;
    const text = figureText(figure, printOptions(this.#look));
    const grade = `${figure.grade === undefined ? '' : `   grade ${figure.grade}`}${above}`;
    const label = ascii(printable(figure.label), this.#look);
    const plain = `${label}${text === '' ? '' : `  ${text}`}${grade}`;
    const room = this.#look.width - textWidth(this.#fitted(lead));
    if (textWidth(plain) > room) {
      this.#folded(plain, lead, below, style.bold);
      return;
    }
    const number = text === '' ? '' : `  ${style.bold(text)}`;
    this.#lines.push(`${style.dim(this.#fitted(lead))}${label}${number}${style.dim(grade)}`);
  }

  #sayings(figure: Derivation, below: string, isDeep: boolean): void {
    const { style, verbose = false } = this.#look;
    const { formula, source, year, licence, url, id, note } = figure;
    const plain = (text: string): string => text;
    if (formula !== undefined) this.#folded(`= ${formula}`, below, below, plain);
    if (isDeep) this.#folded(this.#look.unicode ? '…' : '...', below, below, style.dim);
    const origin = [source, year === undefined ? undefined : `${year}`, licence].filter(
      (part) => part !== undefined,
    );
    if (origin.length > 0) this.#folded(origin.join(dot(this.#look)), below, below, style.dim);
    if (note !== undefined) this.#folded(note, below, below, style.dim);
    if (!verbose || source === undefined) return;
    this.#folded(url === undefined ? id : `${id}${dot(this.#look)}${url}`, below, below, style.dim);
  }

  #folded(text: string, lead: string, below: string, paint: (text: string) => string): void {
    const [first, next] = [this.#fitted(lead), this.#fitted(below)];
    const room = Math.max(1, this.#look.width - Math.max(textWidth(first), textWidth(next)));
    foldText(ascii(text, this.#look), room).forEach((line, i) => {
      this.#lines.push(`${this.#look.style.dim(i === 0 ? first : next)}${paint(line)}`.trimEnd());
    });
  }

  /** The tree's own signs as far as they leave room for text. */
  #fitted(lead: string): string {
    const room = Math.max(0, this.#look.width - NARROWEST);
    return lead.length <= room ? lead : lead.slice(lead.length - room);
  }

  get #signs(): { readonly more: string; readonly last: string; readonly trunk: string } {
    return this.#look.unicode
      ? { more: '├─ ', last: '└─ ', trunk: '│  ' }
      : { more: '|- ', last: '`- ', trunk: '|  ' };
  }
}

/** Where the terminal shows only ASCII, the signs of formulas and sources are written in it. */
export function ascii(text: string, look: Look): string {
  if (look.unicode) return text;
  return text
    .replaceAll('×', 'x')
    .replaceAll('Σ', 'sum')
    .replaceAll('−', '-')
    .replaceAll('–', '-')
    .replaceAll('…', '...')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\u0020-\u007e\n]/g, '?');
}
