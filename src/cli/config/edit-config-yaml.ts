import { isMap, isScalar, parseDocument, type Pair, type Scalar } from 'yaml';

/**
 * Sets one setting in the text of a settings file, or takes it out (`value` undefined). Every other byte stays: comments, blank
 * lines, order. The text must be valid YAML with a map (or nothing) at its root.
 *
 * @example
 * editConfigYaml('region: DE # office\n', 'region', 'FR') // 'region: FR # office\n'
 */
export function editConfigYaml(text: string, key: string, value: string | undefined): string {
  const root = parseDocument(text).contents;
  const found = pairIn(root, key) ?? nestedPair(root, key);
  if (found === undefined) return value === undefined ? text : appended(text, key, value);
  const { pair, isFlow } = found;
  const keyRange = pair.key.range ?? [0, 0, 0];
  if (isFlow) throw new FlowStyle();
  if (value === undefined) {
    const from = text.lastIndexOf('\n', keyRange[0] - 1) + 1;
    const valueEnd = pair.value?.range?.[1] ?? keyRange[1];
    const lineEnd = text.indexOf('\n', valueEnd === 0 ? keyRange[1] : valueEnd - 1);
    return text.slice(0, from) + (lineEnd < 0 ? '' : text.slice(lineEnd + 1));
  }
  const range = pair.value?.range;
  const isEmpty = range === undefined || range === null || range[0] === range[1];
  if (!isEmpty) return text.slice(0, range[0]) + scalarText(value) + text.slice(range[1]);
  const colon = text.indexOf(':', keyRange[1]);
  return `${text.slice(0, colon + 1)} ${scalarText(value)}${text.slice(colon + 1)}`;
}

interface Found {
  readonly pair: Pair<Scalar, Scalar | null>;
  readonly isFlow: boolean;
}

function pairIn(map: unknown, key: string): Found | undefined {
  if (!isMap(map)) return undefined;
  const pairs = map.items as Pair<Scalar, Scalar | null>[];
  const pair = pairs.find((item) => isScalar(item.key) && item.key.value === key);
  return pair === undefined ? undefined : { pair, isFlow: map.flow === true };
}

/** `budget.energy` may stand in a map: `budget:`, and in it `energy:`. */
function nestedPair(root: unknown, key: string): Found | undefined {
  const dot = key.indexOf('.');
  const outer = dot < 0 ? undefined : pairIn(root, key.slice(0, dot));
  return outer === undefined ? undefined : pairIn(outer.pair.value, key.slice(dot + 1));
}

/** The file is written in braces, which we do not edit. */
export class FlowStyle extends Error {
  override readonly name = 'FlowStyle';
}

function appended(text: string, key: string, value: string): string {
  const line = `${key}: ${scalarText(value)}\n`;
  return text === '' || text.endsWith('\n') ? text + line : `${text}\n${line}`;
}

/** Plain where YAML cannot take it for something else, else in double quotes. */
function scalarText(value: string): string {
  const plain = /^[A-Za-z0-9_./~][A-Za-z0-9_./ +%-]*$/.test(value) && !/\s$|^[-~]$/.test(value);
  return plain ? value : JSON.stringify(value);
}
