import { readFileSync } from 'node:fs';
import { packageFile } from '../../host/package-root.io.ts';
import type { ModelTables } from './model-tables.ts';

/** Loads the tables of the power model from the package. */
export function modelTables(): ModelTables {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(packageFile(`data/hardware/${name}.json`), 'utf8'));
  return {
    wall: read('wall_curve') as ModelTables['wall'],
    byClass: read('class_curve') as ModelTables['byClass'],
    supply: read('supply') as ModelTables['supply'],
    ram: read('ram_power') as ModelTables['ram'],
    prior: read('thread_prior') as ModelTables['prior'],
  };
}
