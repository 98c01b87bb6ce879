import { type IgnorePattern, type IgnoreReading, ignorePattern } from './ignore-pattern.ts';

/** A pattern and where it stands. */
export interface IgnoreRule extends IgnorePattern {
  /** Its file from the root of the repository and its line there; absent for what DVC ignores of itself. */
  readonly at?: string;
}

/** The rules of one file of patterns. */
export interface IgnoreRules {
  /** How long the absolute path of the folder is that they start from, with a slash behind it. */
  readonly baseLength: number;
  readonly rules: readonly IgnoreRule[];
}

/**
 * The rules of a file of patterns.
 *
 * @param base absolute path of the folder that they start from.
 * @param file how the file is named in what is told.
 */
export function ignoreRules(text: string, base: string, file: string, reading: IgnoreReading): IgnoreRules {
  const rules = text.split('\n').flatMap((line, i): readonly IgnoreRule[] => {
    const pattern = ignorePattern(line, reading);
    return pattern === undefined ? [] : [{ ...pattern, at: `${file}:${i + 1}` }];
  });
  return { baseLength: base.length + 1, rules };
}

/** The last rule that speaks of a path, of the first file that has one: that decides. @param files the nearest first. */
export function decidingRule(files: readonly IgnoreRules[], path: string): IgnoreRule | undefined {
  const isFolder = path.endsWith('/');
  for (const { baseLength, rules } of files) {
    const inner = path.slice(baseLength);
    const rule = rules.findLast((one) => speaks(one, inner, isFolder));
    if (rule !== undefined) return rule;
  }
  return undefined;
}

/**
 * The rule that DVC names for a path. It asks neighbours that ignore alike at once, and names the first of them that speaks where
 * {@link decidingRule} gives the last.
 */
export function namedRule(files: readonly IgnoreRules[], path: string): IgnoreRule | undefined {
  const isFolder = path.endsWith('/');
  const all = [...files]
    .reverse()
    .flatMap(({ baseLength, rules }) =>
      rules.map((rule) => ({ rule, speaks: speaks(rule, path.slice(baseLength), isFolder) })),
    );
  const last = all.findLastIndex((one) => one.speaks);
  const rule = all[last]?.rule;
  if (rule?.isIgnored !== true) return rule;
  const before = all.findLastIndex((one, i) => i < last && !isAlike(one.rule, rule));
  return all.slice(before + 1).find((one) => one.speaks)?.rule;
}

function isAlike(a: IgnoreRule, b: IgnoreRule): boolean {
  return a.isIgnored === b.isIgnored && a.isForFolders === b.isForFolders;
}

function speaks({ isForFolders, fits }: IgnoreRule, path: string, isFolder: boolean): boolean {
  return (isFolder || !isForFolders) && fits.test(path);
}
