import { packageJson } from '../../host/package-data.io.ts';
import type { ModelTables } from './model-tables.ts';

/** Loads the tables of the power model from the package. */
export function modelTables(): ModelTables {
  return {
    wall: packageJson('data/hardware/wall_model.json') as ModelTables['wall'],
    generations: packageJson('data/hardware/wall_generations.json') as ModelTables['generations'],
    busy: packageJson('data/hardware/wall_busy.json') as ModelTables['busy'],
    byClass: packageJson('data/hardware/class_prior.json') as ModelTables['byClass'],
    supply: packageJson('data/hardware/supply.json') as ModelTables['supply'],
    ram: packageJson('data/hardware/ram_power.json') as ModelTables['ram'],
    prior: packageJson('data/hardware/thread_prior.json') as ModelTables['prior'],
  };
}
