/** A name without its accents, as people type it: `Québec` is `Quebec`. */
export function plainName(name: string): string {
  return name.normalize('NFKD').replaceAll(/\p{M}/gu, '');
}
