/** What came of a fix, looked at again after it was applied. */
export interface FixOutcome {
  readonly worked: boolean;
  /** In one line. */
  readonly said: string;
}

/** Something that `joulebook doctor --fix` can do. */
export interface Fix {
  /** Stable. */
  readonly id: 'rapl-udev-rule' | 'close-lost-runs' | 'rebuild-index';
  readonly what: string;
  /** What it would do, line by line, to be read before it is done. */
  readonly shows: readonly string[];
  readonly needsRoot: boolean;
  readonly apply: () => Promise<FixOutcome>;
}
