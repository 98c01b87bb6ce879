import { visibleText } from '../../chart/visible-text.ts';

const SIGNS: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': '{\\ttfamily\\char34}', // the name of it needs another font encoding
  "'": "{'}",
  '`': '\\`{}',
  '±': '$\\pm$',
  '×': '$\\times$',
  '·': '$\\cdot$',
  '≤': '$\\le$',
  '≥': '$\\ge$',
  '−': '$-$',
  '–': '\\textendash{}',
  '—': '\\textemdash{}',
  '…': '\\dots{}',
  '’': '\\textquoteright{}',
  '‘': '\\textquoteleft{}',
  '“': '\\textquotedblleft{}',
  '”': '\\textquotedblright{}',
  µ: '$\\mu$',
  μ: '$\\mu$',
  '₂': '$_2$',
  '²': '$^2$',
  '³': '$^3$',
  '°': '$^\\circ$',
  '€': 'EUR',
  ß: '\\ss{}',
  æ: '\\ae{}',
  Æ: '\\AE{}',
  ø: '\\o{}',
  Ø: '\\O{}',
  œ: '\\oe{}',
  Œ: '\\OE{}',
  å: '\\aa{}',
  Å: '\\AA{}',
  ł: '\\l{}',
  Ł: '\\L{}',
};

/** Combining marks and the commands that put them on a letter. */
const ACCENTS: Readonly<Record<string, string>> = {
  '\u0300': '`',
  '\u0301': "'",
  '\u0302': '^',
  '\u0303': '~',
  '\u0304': '=',
  '\u0306': 'u',
  '\u0307': '.',
  '\u0308': '"',
  '\u030a': 'r',
  '\u030b': 'H',
  '\u030c': 'v',
  '\u0327': 'c',
};

/**
 * A text of whatever origin for LaTeX, in ASCII, for every engine and without a package: no command, no comment, no math comes out of it. A character that TeX
 * has no name for is written as its number.
 *
 * @example
 * escapeLatex('50 % of \\input{x}') // '50 \\% of \\textbackslash{}input\\{x\\}'
 */
export function escapeLatex(text: string, most?: number): string {
  const plain = visibleText(text, most).normalize('NFC');
  // Two hyphens would join to a dash.
  return Array.from(plain, letter)
    .join('')
    .replaceAll(/-(?=-)/g, '-{}');
}

function letter(sign: string): string {
  const known = SIGNS[sign];
  if (known !== undefined) return known;
  if (/^[\u0020-\u007e]$/.test(sign)) return sign;
  const [base = '', mark = '', ...more] = sign.normalize('NFD');
  const accent = ACCENTS[mark];
  if (accent !== undefined && more.length === 0 && /^[A-Za-z]$/.test(base)) {
    const stem = base === 'i' || base === 'j' ? `\\${base}` : base;
    return `\\${accent}{${stem}}`;
  }
  return `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;
}
