import type { RunRecord } from '../../book/run-record.ts';
import { printDuration } from '../../units/format-duration.ts';
import { dot, type Look } from '../views/look.ts';
import { outcomeOf } from '../views/run-facts.ts';
import { foldText } from './fold-text.ts';
import { ascii } from './tree-lines.ts';

/** Which run it is. */
export function runHeading(record: RunRecord, look: Look): readonly string[] {
  const facts = [
    record.name,
    outcomeOf(record),
    printDuration(record.durationS),
    record.startedAt.slice(0, 10),
  ];
  return foldText(ascii(facts.join(dot(look)), look), look.width).map(look.style.dim);
}
