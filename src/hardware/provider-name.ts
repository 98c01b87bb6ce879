/** Other names of clouds by their key, folded: `{ googlecloud: 'gcp' }` (`data/cloud/providers.json`). */
export type ProviderNames = Readonly<Record<string, string>>;

/** Key of a cloud, however it is written; a cloud that the table does not have is only folded.
 *
 * @example
 * providerKey('Google Cloud', { googlecloud: 'gcp' }) // 'gcp'
 */
export function providerKey(text: string, names: ProviderNames): string {
  const folded = text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return Object.hasOwn(names, folded) ? (names[folded] ?? folded) : folded;
}
