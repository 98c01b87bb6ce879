/** A table whose columns can be taken away, by name. */
export class ColumnTable {
  readonly fill: string;
  readonly #columns: Map<string, string[]>;
  readonly #kept = new Set<string>();

  constructor(titles: readonly string[], rows: readonly ReadonlyMap<string, string>[], fill: string) {
    this.fill = fill;
    this.#columns = new Map(titles.map((title) => [title, rows.map((row) => row.get(title) ?? fill)]));
  }

  get titles(): readonly string[] {
    return [...this.#columns.keys()];
  }

  get rows(): readonly (readonly string[])[] {
    const columns = [...this.#columns.values()];
    return (columns[0] ?? []).map((_, i) => columns.map((column) => column[i] ?? this.fill));
  }

  column(title: string): readonly string[] {
    return this.#columns.get(title) ?? [];
  }

  /** Puts other cells into a column. */
  set(title: string, cells: readonly string[]): void {
    this.#columns.set(title, [...cells]);
  }

  /** Columns that stay whatever is asked for afterwards. */
  keep(isMeant: (title: string) => boolean): void {
    for (const title of this.titles) if (isMeant(title)) this.#kept.add(title);
  }

  drop(isMeant: (title: string, cells: readonly string[]) => boolean): void {
    for (const [title, cells] of this.#columns)
      if (!this.#kept.has(title) && isMeant(title, cells)) this.#columns.delete(title);
  }
}
