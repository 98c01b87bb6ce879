/** One way to read how many devices a text asks for. */
export interface CountReading {
  readonly rest: string;
  readonly count: number;
  readonly given: boolean;
}

const WORDS: Readonly<Record<string, number>> = {
  a: 1,
  one: 1,
  single: 1,
  two: 2,
  dual: 2,
  three: 3,
  four: 4,
  quad: 4,
  six: 6,
  eight: 8,
  sixteen: 16,
};

/**
 * How many devices a text may ask for, the likeliest reading first: `8xH100`, `4 × V100`, `8 A100`, `A100 x8`, `A100 (8x)`, `two T4`. A
 * number may also belong to the name (`1080 Ti`), so the text as it stands comes before a bare number in front of it.
 */
export function countReadings(text: string): readonly CountReading[] {
  const plain = text.normalize('NFKC').replaceAll('×', 'x').replaceAll(/\s+/g, ' ').trim();
  if (/^-\s*\d/.test(plain)) return []; // a negative number of devices is none
  const whole = { rest: plain, count: 1, given: false };
  const marked = prefix(plain) ?? suffix(plain);
  if (marked !== undefined) return [marked, whole];
  const bare = /^(\d[\d,]*) (.*)$/.exec(plain);
  if (bare?.[1] !== undefined && bare[2] !== undefined) {
    return [whole, { rest: bare[2], count: numberOf(bare[1]), given: true }];
  }
  const word = /^(?:an? )?([a-z]+) (.*)$/i.exec(plain);
  const count = WORDS[word?.[1]?.toLowerCase() ?? ''];
  return count === undefined || word?.[2] === undefined
    ? [whole]
    : [whole, { rest: word[2], count, given: true }];
}

/** `8x…`, `2x8x…`, `8*…`. A number of nodes times one of devices multiplies. */
function prefix(text: string): CountReading | undefined {
  let rest = text;
  let count = 1;
  let given = false;
  for (;;) {
    const found = /^(\d[\d,]*)\s*[x*]\s*(?=[a-z0-9])(.*)$/i.exec(rest);
    if (found?.[1] === undefined || found[2] === undefined) break;
    count *= numberOf(found[1]);
    rest = found[2];
    given = true;
  }
  return given ? { rest, count, given } : undefined;
}

/** `… x8`, `… * 8`, `… (8x)`, `… (x8)`, `… (8 GPUs)`, `TPU v3 (8 cores)`, and Slurm's `gpu:a100:8`. */
function suffix(text: string): CountReading | undefined {
  const slurm = /^(?:gpu:)?([^:]+):(\d+)$/i.exec(text);
  const found =
    slurm ??
    /^(.*?\S)(?:\s*\*\s*|\s+x\s*)(\d[\d,]*)$/i.exec(text) ??
    /^(.*?\S)\s*\(x\s*(\d+)\)$/i.exec(text) ??
    /^(.*?\S)\s*\((\d[\d,]*)\s*(?:x|gpus?|chips?|cards?|units?|devices?|(cores?))\)$/i.exec(text);
  if (found?.[1] === undefined || found[2] === undefined) return undefined;
  const rest = found[3] === undefined ? found[1] : `${found[1]} cores`;
  return { rest, count: numberOf(found[2]), given: true };
}

function numberOf(text: string): number {
  return Number(text.replaceAll(',', ''));
}
