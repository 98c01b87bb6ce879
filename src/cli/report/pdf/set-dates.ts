/** As many letters as a date of a PDF has, so that the places of what stands behind it stay true. */
const DATE = /(\/(?:CreationDate|ModDate) \()D:\d{14}[+-]\d\d'\d\d'(?=\))/g;

/**
 * Sets when a PDF says that it was made, so that the same report gives the same bytes.
 *
 * @param bytes the PDF, one character for each byte.
 * @param ms since 1970.
 */
export function setDates(bytes: string, ms: number): string {
  const date = new Date(ms).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
  return bytes.replaceAll(DATE, (_, lead: string) => `${lead}D:${date}+00'00'`);
}
