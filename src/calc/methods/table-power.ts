import { err, ok, type Result } from '../../result.ts';
import { idOf, noPower } from '../accelerator-energy.ts';
import type { NamedPower } from '../calc-tables.ts';
import { type Figure, figureOf, givenFigure, product } from '../figure.ts';
import type { SaidPower } from '../recipe.ts';
import type { ResolvedLine } from '../resolve-line.ts';

/** Letters and digits of a name, so that `Tesla V100-SXM2-32GB` and `tesla v100 sxm2 32 gb` are one. */
export function bareName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/^\s*\d+\s*[x×*]\s*/g, '')
    .replaceAll(/nvidia|tesla|geforce|[^a-z0-9]/g, '');
}

/** The row of a method's own table by name. */
export function rowNamed(rows: readonly NamedPower[], name: string): NamedPower | undefined {
  const bare = bareName(name);
  return rows.find((row) => bareName(row.name) === bare);
}

/** The row for a line: by the name as it was written, then by ours; "Any" where only a number of accelerators is known. */
export function rowOf(rows: readonly NamedPower[], line: ResolvedLine): NamedPower | undefined {
  if (line.text === '') return rowNamed(rows, 'Any');
  return rowNamed(rows, line.text) ?? rowNamed(rows, line.name);
}

/** The board power limit of our own tables, as methods use it that take the TDP. */
export function limitPower(line: ResolvedLine): Result<SaidPower> {
  const { accelerator } = line;
  if (accelerator === undefined) return err(line.unknown ?? noPower());
  if (accelerator.tdpW === null) return err(noPower());
  const { source, year, licence, url } = accelerator.from;
  return ok({
    power: figureOf(
      { value: accelerator.tdpW, errors: {} },
      {
        id: `accelerator.${accelerator.key}.tdp`,
        label: `board power limit of ${accelerator.name}`,
        unit: 'W',
        source,
        year,
        licence,
        ...(url === undefined ? {} : { url }),
      },
    ),
    notes: [],
  });
}

/** Where a method's own table comes from. */
export interface TableSource {
  readonly source: string;
  readonly year: number;
  readonly licence: string;
  readonly url: string;
}

/** A power of a method's own table. */
export function namedPower(line: ResolvedLine, row: NamedPower, from: TableSource): Figure {
  return figureOf(
    { value: row.watts, errors: {} },
    { id: `power.${idOf(line)}`, label: `power of one ${row.name}`, unit: 'W', ...from },
  );
}

/** A power times a utilisation, where one is given. */
export function used(power: Figure, utilisation: number | undefined): Figure {
  if (utilisation === undefined || utilisation === 1) return power;
  return product(
    { id: `${power.derivation.id}.used`, label: 'power in use', unit: 'W', formula: 'power × usage' },
    [power, givenFigure('utilisation', 'usage', utilisation, '1')],
  );
}
