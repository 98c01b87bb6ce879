import type { Hash } from 'node:crypto';

/** A new SHA-256. Node's crypto is loaded only here: it brings all of its streams with it, a tenth of the time of a listing, which needs none. */
export function newSha256(): Hash {
  return process.getBuiltinModule('node:crypto').createHash('sha256');
}

/** SHA-256 of a text in UTF-8, hex: at once, which for short texts takes half the time. */
export function sha256Of(text: string): string {
  return process.getBuiltinModule('node:crypto').hash('sha256', text);
}
