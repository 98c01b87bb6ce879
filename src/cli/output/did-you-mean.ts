/**
 * The candidate that was probably meant, or undefined where none is close: at most one slip in three characters
 * (insertion, deletion, substitution, two neighbours swapped), or an unambiguous beginning.
 *
 * @example
 * didYouMean('rusn', ['run', 'rm', 'ls']) // 'run'
 */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const plain = normal(word);
  if (plain === '') return undefined;
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(plain.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(plain, normal(candidate));
    if (distance < bestDistance) {
      bestDistance = distance;
      best = candidate;
    }
  }
  if (best !== undefined || plain.length < 2) return best;
  const beginning = candidates.filter((candidate) => normal(candidate).startsWith(plain));
  return beginning.length === 1 ? beginning[0] : undefined;
}

/** `Did you mean \`x\`?`, or undefined. */
export function didYouMeanText(word: string, candidates: readonly string[]): string | undefined {
  const meant = didYouMean(word, candidates);
  return meant === undefined ? undefined : `Did you mean \`${meant}\`?`;
}

function normal(word: string): string {
  return word.toLowerCase().replaceAll(/[-_\s]/g, '');
}

/** Optimal string alignment distance. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 8) return Number.POSITIVE_INFINITY;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let distance = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        distance = Math.min(distance, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(distance);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
