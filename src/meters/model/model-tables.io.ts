import { packageJson } from '../../host/package-data.io.ts';
import type { ModelTables } from './model-tables.ts';

const table = (name: string): unknown => packageJson(`data/hardware/${name}.json`);

/** The tables of the power model from the package, each read when it is first asked for: a virtual machine needs few of them. */
export function modelTables(): ModelTables {
  return TABLES;
}

const TABLES: ModelTables = {
  get wall() {
    return table('wall_model') as ModelTables['wall'];
  },
  get generations() {
    return table('wall_generations') as ModelTables['generations'];
  },
  get busy() {
    return table('wall_busy') as ModelTables['busy'];
  },
  get byClass() {
    return table('class_prior') as ModelTables['byClass'];
  },
  get supply() {
    return table('supply') as ModelTables['supply'];
  },
  get ram() {
    return table('ram_power') as ModelTables['ram'];
  },
  get prior() {
    return table('thread_prior') as ModelTables['prior'];
  },
};
