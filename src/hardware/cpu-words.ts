import { cpuKey } from './cpu-name.ts';

/**
 * The words of a CPU's name, split where people split them otherwise than tables do: `E5-2686v4`, `e5 2686 v4` and `Intel(R) Xeon(R) CPU
 * E5-2686 v4 @ 2.30GHz` have the same numbers. Clock speeds and counts of cores are left out.
 */
export function cpuWords(text: string): string[] {
  const plain = text
    .normalize('NFKC')
    .replaceAll(/[\u2010-\u2015]/g, '-')
    .replace(/^\s*model name\s*:/i, ' ');
  return cpuKey(plain)
    .replaceAll(/\([^)]*\)|\[[^\]]*\]/g, ' ')
    .replaceAll(/\b\d+(?:\.\d+)?\s*[gm]hz\b/g, ' ')
    .replaceAll(/\b\d+[ -]cores?\b/g, ' ')
    .replaceAll(/\b(\d{4}[a-z]?)(v\d|he|ee|se)\b/g, '$1 $2')
    .replaceAll(/\bp-(?=\d{4})/g, ' ') // AWS writes `P-8259CL` for Platinum
    .replaceAll(/\bgraviton (\d)\b/g, 'graviton$1')
    .replaceAll(/\b(?:core )?ultra (?=\d )/g, 'coreultra ')
    .replaceAll(/[^a-z0-9+.]+/g, ' ')
    .split(' ')
    .filter((word) => word !== '' && !SAYS_NOTHING.has(word));
}

const SAYS_NOTHING = new Set(
  `genuine authentic corporation inc cores cpus processors a the with chip annapurna labs 64-bit bit 64bit multi-core multi family scalable dell sku
  broadwell haswell skylake cascade ice sapphire emerald granite lake rapids`.split(/\s+/),
);

/** Words that people leave out of a name: makers, families, and the class between family and number. */
export const MAY_BE_LEFT_OUT: ReadonlySet<string> = new Set(
  `intel amd apple aws nvidia ampere xeon platinum gold silver bronze epyc core ryzen threadripper opteron altra mobile celeron pentium embedded
  i3 i5 i7 i9 e3 e5 e7 w3 w5 w7 w9 3 5 7 9 coreultra`.split(/\s+/),
);
