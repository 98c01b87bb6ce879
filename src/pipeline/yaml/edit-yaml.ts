import { isMap, type Value, type ValueMap } from '../model/value.ts';
import { edits } from './edit/edits.ts';
import { sameValue } from './edit/same-value.ts';
import { compose } from './read/compose.ts';
import { construct } from './read/construct.ts';
import { YamlFault } from './read/fault.ts';
import { yamlText } from './yaml-text.ts';

/**
 * A YAML text changed so that it says another value, with as few changes as can be: comments, order, quotes and layout of all that stays
 * the same are kept. New keys come last in their mapping. Where the text cannot be changed in places (flow style, anchors), it is written
 * anew.
 *
 * @param text a text that reads as YAML; what does not is written anew
 */
export function editYaml(text: string, value: ValueMap): string {
  const anew = yamlText(value);
  const before = nodesOf(text);
  if (before === undefined || before.shared.size > 0 || before.root === undefined) return anew;
  const changes = edits(text, before.root, value);
  if (changes === undefined) return anew;
  let edited = '';
  let at = 0;
  for (const { from, to, text: replacement } of changes) {
    edited += text.slice(at, from) + replacement;
    at = to;
  }
  edited += text.slice(at);
  const after = nodesOf(edited);
  return after !== undefined && says(after, value) ? edited : anew;
}

function nodesOf(text: string): ReturnType<typeof compose> | undefined {
  try {
    return compose(text);
  } catch (fault) {
    if (fault instanceof YamlFault) return undefined;
    throw fault;
  }
}

function says(after: ReturnType<typeof compose>, value: Value): boolean {
  try {
    const said = construct(after);
    return isMap(said) && sameValue(said, value);
  } catch (fault) {
    if (fault instanceof YamlFault) return false;
    throw fault;
  }
}
