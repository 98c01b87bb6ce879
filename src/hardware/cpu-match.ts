import { editDistance } from '../units/edit-distance.ts';
import type { Match } from '../units/match.ts';
import { cpuKey } from './cpu-name.ts';
import type { CpuRow } from './cpu-rows.ts';
import { cpuWords, MAY_BE_LEFT_OUT } from './cpu-words.ts';
import type { CpuFacts } from './hardware-rows.ts';

/**
 * Finds the CPU that a text means: the kernel's name, or the words of a name of which maker, family and class may be left out (`xeon 8380`,
 * `epyc 9654`, `m2 max`). A Xeon E5 whose `v3` is missing is ambiguous where its generations differ in power.
 */
export function matchCpuIn(rows: readonly CpuRow[], text: string): Match<CpuFacts> {
  const counted = /^\s*(\d+)\s*[x×*]\s*(?=[a-z])/i.exec(text);
  const plain = counted === null ? text : text.slice(counted[0].length);
  const note = counted === null ? '' : `how many (${counted[1]}) was not read here: give the sockets`;
  const key = cpuKey(plain);
  const exact = rows.find(({ cpu }) => cpu.key === key);
  if (exact !== undefined) return found(exact.cpu, 'name', note);
  const words = cpuWords(plain);
  if (!words.some((word) => /\d/.test(word)) && !words.includes('graviton') && !words.includes('grace')) {
    return { kind: 'unknown', nearest: [] }; // `Intel Xeon Processor` of a virtual machine is none in particular
  }
  for (const rule of RULES) {
    const written = new Set(words.map(rule.same));
    const candidates = rows.filter((row) => answers(row, written, rule)).map(({ cpu }) => cpu);
    const match = oneOf(candidates, note);
    if (match !== undefined) return match;
  }
  return { kind: 'unknown', nearest: nearest(rows, words) };
}

function found(value: CpuFacts, how: 'name' | 'alias' | 'family', note: string): Match<CpuFacts> {
  return { kind: 'found', value, how, ...(note === '' ? {} : { note }) };
}

function oneOf(candidates: readonly CpuFacts[], note: string): Match<CpuFacts> | undefined {
  const [first, second, ...others] = [...candidates].sort((a, b) => (b.year ?? 0) - (a.year ?? 0));
  if (first === undefined) return undefined;
  if (second === undefined) return found(first, 'alias', note);
  if (new Set(candidates.map(({ tdpW }) => tdpW)).size > 1) {
    return { kind: 'ambiguous', candidates: [first, second, ...others] };
  }
  const names = [second, ...others].map(({ name }) => name).join(', ');
  const same = `read as ${first.name}; ${names} would have the same power`;
  return found(first, 'family', note === '' ? same : `${note}; ${same}`);
}

/** How strictly the words of a name are compared. */
interface Rule {
  readonly same: (word: string) => string;
  readonly leftOut: (word: string) => boolean;
}

const RULES: readonly Rule[] = [
  { same: (word) => word, leftOut: (word) => MAY_BE_LEFT_OUT.has(word) },
  // `8480` for `8480+`, and an E5 without its version.
  {
    same: (word) => word.replace(/\+$/, ''),
    leftOut: (word) => MAY_BE_LEFT_OUT.has(word) || /^v\d$/.test(word),
  },
];

/** Every word that was written is in the name, and what the name has beside them may be left out. */
function answers(row: CpuRow, words: ReadonlySet<string>, { same, leftOut }: Rule): boolean {
  const ofRow = new Set([...row.words].map(same));
  for (const word of words) if (!ofRow.has(word)) return false;
  for (const word of ofRow) if (!words.has(word) && !leftOut(word)) return false;
  return true;
}

const AT_MOST = 3;
const NEAR = 0.5;

/** CPUs with a number that is spelt like one that was written; those of the same family first. */
function nearest(rows: readonly CpuRow[], words: readonly string[]): readonly CpuFacts[] {
  const numbers = words.filter((word) => /\d{3}/.test(word));
  if (numbers.length === 0) return [];
  return rows
    .map(({ cpu, words: ofRow }) => ({ cpu, distance: distanceTo(ofRow, numbers, words) }))
    .filter(({ distance }) => distance < NEAR * Math.max(...numbers.map((word) => word.length)))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, AT_MOST)
    .map(({ cpu }) => cpu);
}

function distanceTo(row: ReadonlySet<string>, numbers: readonly string[], words: readonly string[]): number {
  let best = Number.POSITIVE_INFINITY;
  for (const word of row) {
    if (!/\d{3}/.test(word)) continue;
    for (const number of numbers) best = Math.min(best, editDistance(word, number));
  }
  const shared = words.filter((word) => row.has(word)).length;
  return best - shared / (words.length + 1); // less than one edit: the number counts first
}
