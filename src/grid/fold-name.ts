/** A name as it is compared: without accents, in lower case, whatever is no letter or digit as one space.
 *
 * @example
 * foldName('Île-de-France') // 'ile de france'
 */
export function foldName(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}
