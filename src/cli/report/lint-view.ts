import type { CardVerdict } from '../../report/lint-card/lint-card.ts';
import type { Finding } from '../../report/lint-card/finding.ts';
import { printCarbon } from '../../units/format.ts';
import { printable, wrapText } from '../output/text-width.ts';
import type { Look } from '../views/look.ts';

/** What was found in one card, as a compiler tells it: file, line, what, why, what to do. */
export function lintView(file: string, { findings, grams, checkedBy }: CardVerdict, look: Look): string[] {
  const name = printable(file);
  const told = findings.flatMap((finding) => findingLines(name, finding, look));
  const faults = findings.filter(({ level }) => level === 'fault').length;
  if (faults > 0) return told;
  const said = grams === null ? 'no emissions' : `${printCarbon(grams, { ascii: !look.unicode })} CO2e`;
  const by = checkedBy.length === 0 ? '' : `, as ${checkedBy.map((each) => printable(each)).join('; ')}`;
  return [...wrapText(`${name}: ${said}${by}: no fault`, look.width), ...told];
}

function findingLines(file: string, { level, what, why, fix, line, code }: Finding, look: Look): string[] {
  const paint = { fault: look.style.red, warning: look.style.yellow, note: look.style.dim }[level];
  const place = line === undefined ? file : `${file}:${line}`;
  const head = wrapText(`${place}: ${level}: ${printable(what)} [${code}]`, look.width);
  const rest = [why === undefined ? undefined : `why: ${why}`, fix === undefined ? undefined : `fix: ${fix}`]
    .filter((text) => text !== undefined)
    .flatMap((text) => wrapText(printable(text), look.width - 4).map((each) => `    ${each}`));
  return [...head.map((each, i) => (i === 0 ? paint(each) : `  ${each}`)), ...rest];
}
