import { plainName } from '../../book/plain-name.ts';

/** Signs that ASCII has in another form. */
const PLAIN: Readonly<Record<string, string>> = {
  '’': "'",
  '“': '"',
  '”': '"',
  '…': '...',
  '–': '-',
  '—': '-',
  '−': '-',
  '×': 'x',
  µ: 'u',
  '±': '+-',
};

/** Text in the signs that an ASCII terminal has: dashes and quotes in their plain form, letters without accents. What has no such form stays. */
export function asciiText(text: string): string {
  return plainName(text).replaceAll(/[’“”…–—−×µ±]/g, (sign) => PLAIN[sign] ?? sign);
}
