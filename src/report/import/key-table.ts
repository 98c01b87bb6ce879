/** A 64-bit key as two halves; made from a text by {@link keyOf}. */
export interface Key {
  readonly low: number;
  readonly high: number;
}

/**
 * A 64-bit mix of a text, both halves never 0 (FNV-1a in two lanes with a final avalanche, as in MurmurHash3). Two of a million texts meet with a probability of
 * 3e-8.
 */
export function keyOf(text: string): Key {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b) ^ (high >>> 15);
  }
  return { low: avalanche(low) || 1, high: avalanche(high ^ low) || 1 };
}

function avalanche(value: number): number {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The part of the slots from which a table grows. */
const FULL = 0.75;

/** What stands under a key. */
export interface Entry {
  /** 0 to 2^32 − 1. */
  readonly value: number;
  /** Kept in single precision. */
  readonly weight: number;
}

/** A table from keys to numbers of 16 bytes a slot, where a Map would take a hundred. */
export class KeyTable {
  #size = 0;
  #slots: number;
  #low: Uint32Array;
  #high: Uint32Array;
  #values: Uint32Array;
  #weights: Float32Array;

  constructor(slots = 1 << 10) {
    this.#slots = slots;
    this.#low = new Uint32Array(slots);
    this.#high = new Uint32Array(slots);
    this.#values = new Uint32Array(slots);
    this.#weights = new Float32Array(slots);
  }

  get size(): number {
    return this.#size;
  }

  get(key: Key): Entry | undefined {
    const slot = this.#slotOf(key);
    if (this.#low[slot] === 0) return undefined;
    return { value: this.#values[slot] as number, weight: this.#weights[slot] as number };
  }

  has(key: Key): boolean {
    return this.#low[this.#slotOf(key)] !== 0;
  }

  set(key: Key, value = 0, weight = 0): void {
    let slot = this.#slotOf(key);
    if (this.#low[slot] === 0) {
      if (this.#size + 1 > FULL * this.#slots) {
        this.#grow();
        slot = this.#slotOf(key);
      }
      this.#size++;
      this.#low[slot] = key.low;
      this.#high[slot] = key.high;
    }
    this.#values[slot] = value;
    this.#weights[slot] = weight;
  }

  #slotOf({ low, high }: Key): number {
    let slot = low % this.#slots;
    while (this.#low[slot] !== 0 && (this.#low[slot] !== low || this.#high[slot] !== high)) {
      slot = (slot + 1) % this.#slots;
    }
    return slot;
  }

  #grow(): void {
    const [low, high, values, weights] = [this.#low, this.#high, this.#values, this.#weights];
    this.#slots *= 2;
    this.#low = new Uint32Array(this.#slots);
    this.#high = new Uint32Array(this.#slots);
    this.#values = new Uint32Array(this.#slots);
    this.#weights = new Float32Array(this.#slots);
    for (let i = 0; i < low.length; i++) {
      const key = { low: low[i] as number, high: high[i] as number };
      if (key.low === 0) continue;
      const slot = this.#slotOf(key);
      this.#low[slot] = key.low;
      this.#high[slot] = key.high;
      this.#values[slot] = values[i] as number;
      this.#weights[slot] = weights[i] as number;
    }
  }
}
