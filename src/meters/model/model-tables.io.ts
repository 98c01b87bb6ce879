import { packageJson } from '../../host/package-data.io.ts';
import type { ModelTables } from './model-tables.ts';

/** Loads the tables of the power model from the package. */
export function modelTables(): ModelTables {
  return {
    wall: packageJson('data/hardware/wall_curve.json') as ModelTables['wall'],
    byClass: packageJson('data/hardware/class_curve.json') as ModelTables['byClass'],
    supply: packageJson('data/hardware/supply.json') as ModelTables['supply'],
    ram: packageJson('data/hardware/ram_power.json') as ModelTables['ram'],
    prior: packageJson('data/hardware/thread_prior.json') as ModelTables['prior'],
  };
}
