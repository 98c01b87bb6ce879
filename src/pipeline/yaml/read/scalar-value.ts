import { Float, type Value } from '../../model/value.ts';
import { YamlFault } from './fault.ts';
import { moment } from './moment.ts';
import type { ScalarNode, YamlNode } from './node.ts';
import { floatingNumber, wholeNumber } from './number.ts';

/** The tags that YAML itself defines begin so. */
export const YAML_TAGS = 'tag:yaml.org,2002:';
const BOOLEANS: Readonly<Record<string, boolean>> = {
  yes: true,
  no: false,
  y: true,
  n: false,
  true: true,
  false: false,
  on: true,
  off: false,
};

/** What a scalar stands for, by its tag. @throws YamlFault on an unknown tag, a number or date that is none */
export function scalarValue(node: ScalarNode, tag: string): Value {
  const { text } = node;
  switch (tag) {
    case 'str':
      return text;
    case 'null':
      return null;
    case 'bool':
      return known(node, BOOLEANS[text.toLowerCase()], 'a truth value');
    case 'int':
      return known(node, wholeNumber(text), 'a whole number');
    case 'float': {
      const n = known(node, floatingNumber(text), 'a number');
      return new Float(n);
    }
    case 'date':
    case 'timestamp':
      return known(node, moment(text), 'a date');
    case 'merge':
    case 'value':
      throw new YamlFault(
        node.start,
        `\`${text}\` alone is no value in YAML`,
        `Put it into quotes: \`'${text}'\`.`,
        text.length,
      );
    default:
      throw unknownTag(node);
  }
}

function known<T>(node: ScalarNode, value: T | undefined, what: string): T {
  if (value !== undefined) return value;
  throw new YamlFault(
    node.start,
    `\`${node.text}\` looks like ${what} and is none`,
    'Correct it, or put it into quotes to make it a text.',
    Math.max(1, node.text.length),
  );
}

/** A tag that nothing here reads. */
export function unknownTag({ tag, start, end }: YamlNode): YamlFault {
  const name = tag.startsWith(YAML_TAGS) ? `!!${tag.slice(YAML_TAGS.length)}` : tag;
  return new YamlFault(
    start,
    `the tag \`${name}\` is not known here`,
    'Remove the tag.',
    Math.min(end - start, name.length),
  );
}
