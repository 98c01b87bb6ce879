import { packageJson } from '../../host/package-data.io.ts';
import type { ImportAccuracy } from './accuracy.ts';

/** Reads how far other programs' records may be trusted. */
export function importAccuracy(): ImportAccuracy {
  return packageJson('data/import/accuracy.json') as ImportAccuracy;
}
