import type { DataSource } from '../model/stage.ts';
import { isMap } from '../model/value.ts';
import { editYaml } from '../yaml/edit-yaml.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { yamlText } from '../yaml/yaml-text.ts';
import { dataValue } from './data-value.ts';

/**
 * The text of a .dvc file.
 *
 * @param before the text that it has: its comments, its order and what else it says (where an import came from) are kept
 */
export function dataFileText(source: DataSource, before?: string): string {
  const tree = before === undefined ? undefined : readYaml(before, source.file);
  if (before === undefined || tree?.ok !== true || !isMap(tree.value.value))
    return yamlText(dataValue(source, undefined));
  return editYaml(before, dataValue(source, tree.value.value));
}
