import { keyValue } from '../../model/key.ts';
import { jsonText } from '../../values/json-text.ts';

/** A key as JSON and TOML name it: as text, whatever it is in YAML. */
export function keyText(key: string): string {
  const value = keyValue(key);
  return typeof value === 'string' ? value : jsonText(value);
}
