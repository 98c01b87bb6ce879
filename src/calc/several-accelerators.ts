import type { AcceleratorLine } from './calc-request.ts';
import type { CalcKnowledge } from './knowledge.ts';

/**
 * `4x A100 + 2x V100` and `8 A100, 2 T4` as lines of their own, where the whole is no accelerator and each part is one. A count beside them
 * could be of each or of all, so they stay one line, which no table knows.
 */
export function severalAccelerators(
  line: AcceleratorLine,
  knowledge: CalcKnowledge,
): readonly AcceleratorLine[] {
  const parts = partsOfName(line.text);
  if (parts.length < 2 || line.count !== undefined || knowledge.accelerator(line.text).kind === 'found')
    return [line];
  return parts.every((part) => knowledge.accelerator(part).kind === 'found')
    ? parts.map((text) => ({ ...line, text }))
    : [line];
}

/** The things that a text names beside each other. */
export function partsOfName(text: string): readonly string[] {
  return text.split(/\s*(?:[+&;,]|\band\b|\bplus\b)\s*/).filter((part) => part !== '');
}
