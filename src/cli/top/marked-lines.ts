import type { FrameLook } from './frame-types.ts';

/** Cells in front of a table in which the chosen row is marked. */
export const MARK = 2;

/** A table's lines with the chosen row marked, by a sign and not by colour alone. */
export function marked(
  lines: readonly string[],
  rows: readonly { readonly key: string }[],
  selected: string | undefined,
  { style, unicode }: FrameLook,
): readonly string[] {
  const [title = '', ...rest] = lines;
  return [
    style.dim(`  ${title}`.trimEnd()),
    ...rest.map((line, i) => {
      const isChosen = selected !== undefined && rows[i]?.key === selected;
      return isChosen ? style.bold(`${unicode ? '›' : '>'} ${line}`.trimEnd()) : `  ${line}`.trimEnd();
    }),
  ];
}
