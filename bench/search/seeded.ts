/** @returns a generator of uniform numbers in [0, 1): a counter mixed by MurmurHash3's finaliser twice, enough for orders and landscapes. */
export function uniforms(seed: number): () => number {
  let counter = 0;
  return () => hashed(hashed(seed + 0x9e3779b9) ^ Math.imul(++counter, 0x85ebca6b)) / 2 ** 32;
}

/** @returns a standard normal number (Box and Muller) from two uniform ones. */
export function normalOf(uniform: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** @returns the items in an order drawn from the seed (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const uniform = uniforms(seed);
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    const moved = out[i] as T;
    out[i] = out[j] as T;
    out[j] = moved;
  }
  return out;
}

function hashed(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
