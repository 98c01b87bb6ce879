/** What a node of a YAML text is before it becomes a value: tag as written or as found out, offsets of its first character and of the one behind its last. */
interface NodeBase {
  readonly tag: string;
  readonly start: number;
  end: number;
}

/** A text, number, date, truth value or nothing. */
export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  readonly text: string;
}

/** A list. */
export interface ListNode extends NodeBase {
  readonly kind: 'list';
  readonly items: YamlNode[];
  /** Written with brackets. */
  isFlow?: true;
}

/** A mapping, its pairs as written: merge keys are not merged, keys may be written twice. */
export interface MapNode extends NodeBase {
  readonly kind: 'map';
  readonly pairs: (readonly [YamlNode, YamlNode])[];
  /** Written with braces. */
  isFlow?: true;
}

/** A node; one that has an alias stands in several places. */
export type YamlNode = ScalarNode | ListNode | MapNode;
