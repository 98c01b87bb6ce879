const LONGEST = 48;

/**
 * Name of a run that was given none. It follows from the command alone, so that runs of one command find each other:
 * `python train.py --lr 0.1` is `python-train.py-lr-0.1`. A hash tells long commands apart that begin alike.
 */
export function defaultName(command: readonly string[]): string {
  const [program = '', ...rest] = command;
  const words = [program.replace(/^.*\//, ''), ...rest].join(' ');
  const slug = words
    .toLowerCase() // first: the small İ is a letter with a mark behind it
    .replaceAll(/[^\p{L}\p{N}._=]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
  const isWhole = slug.length > 0 && slug.length <= LONGEST;
  const part = slug.slice(0, LONGEST - 7).replace(/[\ud800-\udbff]$/, ''); // no half of a letter
  return isWhole ? slug : `${part}-${hashOf(words)}`;
}

/** FNV-1a, 24 bits: enough to tell a handful of commands apart. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return (hash >>> 8).toString(16).padStart(6, '0');
}
