import { type Place, type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { Value } from '../model/value.ts';
import { type Composed, compose } from './read/compose.ts';
import { composePlain } from './read/compose-plain.ts';
import { construct } from './read/construct.ts';
import { YamlFault } from './read/fault.ts';
import type { YamlNode } from './read/node.ts';
import { nodeAt, pairsAt } from './read/node-at.ts';
import { conflictAt } from './conflict.ts';
import { placeAt } from './place-at.ts';

/** What a YAML text holds, and where. */
export interface YamlTree {
  readonly value: Value;
  /**
   * The place of what stands at a path of keys and list indices: its value, or the key that it stands under. Where nothing stands there
   * (it is missing), the place of the nearest that holds it.
   */
  readonly placeOf: (path: readonly (string | number)[], of?: 'key' | 'value') => Place;
  /**
   * The pairs of the mapping at a path as nodes with their places in the text; undefined where none stands there, or where the text has
   * anchors, directives or merge keys, so that its parts do not stand for themselves.
   */
  readonly blockAt: (path: readonly string[]) => readonly (readonly [YamlNode, YamlNode])[] | undefined;
}

/**
 * Reads a text as YAML 1.2 the way DVC does: merge keys and anchors work, a key that is written twice, an unknown tag, a tab as
 * indentation and a second document are errors.
 *
 * @param file how messages name the file
 */
export function readYaml(text: string, file: string): Result<YamlTree> {
  try {
    const composed = composePlain(text) ?? compose(text);
    const value = construct(composed);
    const placeOf: YamlTree['placeOf'] = (path, of = 'value') => {
      const { start, end } = nodeAt(composed, path, of);
      return placeAt(text, file, start, end - start);
    };
    const blockAt: YamlTree['blockAt'] = (path) =>
      isPlain(composed, text) ? pairsAt(composed, path) : undefined;
    return ok({ value, placeOf, blockAt });
  } catch (fault) {
    if (!(fault instanceof YamlFault)) throw fault;
    return err(conflictAt(text, file) ?? notYaml(text, file, fault));
  }
}

/** The value of a text in plain block style, one key or item a line; undefined for every other text, for which {@link readYaml} is. */
export function readPlainYaml(text: string): Value | undefined {
  const composed = composePlain(text);
  if (composed === undefined) return undefined;
  try {
    return construct(composed);
  } catch (fault) {
    if (fault instanceof YamlFault) return undefined;
    throw fault;
  }
}

function isPlain({ shared }: Composed, text: string): boolean {
  return shared.size === 0 && !text.startsWith('%');
}

function notYaml(text: string, file: string, { at, message, fix, length }: YamlFault): Problem {
  return problem(
    'E_PIPELINE_FILE',
    `${file} is not valid YAML`,
    message,
    fix,
    placeAt(text, file, at, length),
  );
}
