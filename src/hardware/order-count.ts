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
 * How many devices a text may ask for, the likeliest reading first: `8xH100`, `4 × V100`, `8 A100`, `A100 x8`, `A100 (8x)`, `two T4`,
 * `4 nodes with 8 A100 each`. A
 * number may also belong to the name (`1080 Ti`), so the text as it stands comes before a bare number in front of it.
 */
export function countReadings(text: string): readonly CountReading[] {
  const plain = text.normalize('NFKC').replaceAll('×', 'x').replaceAll(/\s+/g, ' ').trim();
  if (/^-\s*\d/.test(plain)) return []; // a negative number of devices is none
  const whole = { rest: plain, count: 1, given: false };
  const machines = ofMachines(plain);
  if (machines !== undefined) return [...machines, whole];
  const marked = prefix(plain) ?? suffix(plain);
  if (marked !== undefined) return [marked, ...inner(marked), whole];
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

/** `2x8 A100`: a bare number behind the marked one. */
function inner({ rest, count }: CountReading): readonly CountReading[] {
  const found = /^(\d[\d,]*) (.*)$/.exec(rest);
  return found?.[1] === undefined || found[2] === undefined
    ? []
    : [{ rest: found[2], count: count * numberOf(found[1]), given: true }];
}

/** `4 nodes with 8x A100 each`, `2 servers of eight V100`: the devices of all machines. */
function ofMachines(text: string): readonly CountReading[] | undefined {
  const found =
    /^(\d[\d,]*|[a-z]+) (?:nodes?|servers?|machines?|hosts?)(?:,| x|(?: each)? (?:of|with|containing|having))? (\d.*?|[a-z]+ .*?)(?: (?:each|per (?:node|server|machine|host)))?$/i.exec(
      text,
    );
  if (found?.[1] === undefined || found[2] === undefined) return undefined;
  const machines = WORDS[found[1].toLowerCase()] ?? numberOf(found[1]);
  const devices = countReadings(found[2]).filter(({ given }) => given);
  if (!(machines > 0) || devices.length === 0) return undefined;
  return devices.map(({ rest, count }) => ({ rest, count: machines * count, given: true }));
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
  const name = found[1].replace(/^(.*\btpu.*\S)\s+(?:pod|slice)s?$/i, '$1');
  const rest = found[3] === undefined ? name : `${name} cores`;
  return { rest, count: numberOf(found[2]), given: true };
}

function numberOf(text: string): number {
  return Number(text.replaceAll(',', ''));
}
