import { existsSync } from 'node:fs';
import { packageJson } from '../../host/package-data.io.ts';
import { packageFile } from '../../host/package-root.io.ts';
import type { Tables } from './constants.ts';

/** The tables that are shipped; each is read when first asked for. */
export function shippedTables(): Tables {
  const read = new Map<string, unknown>();
  return (file) => {
    if (!read.has(file)) {
      const path = `data/${file}`;
      read.set(file, existsSync(packageFile(path)) ? packageJson(path) : undefined);
    }
    return read.get(file);
  };
}
