import type { Figure, FigureTable } from '../chart/figure.ts';

/** A piece of a report, whatever it is rendered as. All texts are plain: each rendering escapes them its own way. */
export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'list'; readonly entries: readonly string[] }
  | { readonly kind: 'table'; readonly title: string; readonly table: FigureTable }
  | { readonly kind: 'figure'; readonly figure: Figure }
  /** Text of another format, to be copied as it is. */
  | { readonly kind: 'paste'; readonly title: string; readonly text: string };

/** A figure with its name, and what it is of. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  /** Its 90 % interval. */
  readonly range?: string;
  readonly note?: string;
}

export interface Section {
  readonly id: string;
  readonly heading: string;
  readonly blocks: readonly Block[];
}

/** A report as it is read. */
export interface ReportDocument {
  readonly title: string;
  readonly subtitle: string;
  /** What it claims. */
  readonly claim: readonly string[];
  readonly facts: readonly Fact[];
  readonly notes: readonly string[];
  readonly sections: readonly Section[];
  readonly madeBy: string;
}
