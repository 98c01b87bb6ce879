import { packageJson } from '../host/package-data.io.ts';
import {
  type EmbodiedOfParts,
  type EmbodiedPartsTable,
  embodiedOfPartsFrom,
  type HardwareParts,
} from './embodied-parts.ts';

let table: EmbodiedPartsTable | undefined;

/** Carbon of making the given hardware, g CO2e, by the shipped table. */
export function embodiedOfParts(parts: HardwareParts): EmbodiedOfParts {
  table ??= packageJson('data/hardware/embodied_parts.json') as EmbodiedPartsTable;
  return embodiedOfPartsFrom(table, parts);
}
