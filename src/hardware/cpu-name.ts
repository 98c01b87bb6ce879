/**
 * A CPU's name without what makers, kernels and tables add to it, so that the same CPU has the same key everywhere.
 * Nothing is guessed: two names are the same CPU only if their keys are equal.
 *
 * @example
 * cpuKey('11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz') // 'intel core i7-1165g7'
 */
export function cpuKey(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/\((?:r|tm|c)\)|®|™/g, ' ')
    .replace(/@.*$/, ' ')
    .replace(/\b(?:with|w\/) radeon.*$/, ' ')
    .replace(/\b\d+(?:st|nd|rd|th) gen\b/, ' ')
    .replace(/\b(?:\d+|dual|quad|six|eight|twelve|sixteen)-core\b/, ' ')
    .replaceAll(/\b(?:cpu|processor|apu|extreme edition)\b/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
