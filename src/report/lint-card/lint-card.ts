import { J_PER_KWH } from '../../units/j-per-kwh.ts';
import { printCarbon } from '../../units/format.ts';
import { type CardClaims, cardClaims, type Claim } from './card-claims.ts';
import type { Finding, Level } from './finding.ts';
import { cardParts } from './front-matter.ts';
import { boundsOf, type LintKnowledge } from './plausible.ts';
import { type CardEmissions, readEmissions } from './read-emissions.ts';

/** What was found in a card, the gravest first. */
export interface CardVerdict {
  readonly grams: number | null;
  readonly findings: readonly Finding[];
  /** By what the number could be checked. */
  readonly checkedBy: readonly string[];
}

const ORDER: readonly Level[] = ['fault', 'warning', 'note'];

/** Checks the emissions of a model card by their form, by the text beside them, and by what is physically possible. */
export function lintCard(text: string, knowledge: LintKnowledge): CardVerdict {
  const parts = cardParts(text);
  const emissions = readEmissions(parts);
  const claims = withTracked(cardClaims(parts), emissions);
  const { grams } = emissions;
  const checked =
    grams === undefined || grams === 0
      ? { findings: [], checkedBy: [] }
      : check(grams, emissions, claims, knowledge);
  const findings = [...emissions.findings, ...checked.findings, ...placeholders(parts.lines, grams)];
  return {
    grams: grams ?? null,
    findings: findings.sort((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level)),
    checkedBy: checked.checkedBy,
  };
}

/** What a tracker wrote among the keys comes first: it is of this training, and not rounded. */
function withTracked(claims: CardClaims, { tracked }: CardEmissions): CardClaims {
  if (tracked === undefined) return claims;
  return {
    ...claims,
    energyJ: [...tracked.energyJ, ...claims.energyJ],
    hours: [...tracked.hours, ...claims.hours],
  };
}

function check(
  grams: number,
  emissions: CardEmissions,
  claims: CardClaims,
  knowledge: LintKnowledge,
): Pick<CardVerdict, 'findings' | 'checkedBy'> {
  const { factors } = knowledge;
  const at = emissions.line === undefined ? {} : { line: emissions.line };
  if (grams > factors.most.value)
    return {
      checkedBy: [],
      findings: [
        {
          code: 'not-possible',
          level: 'fault',
          what: `${grams} g cannot be`,
          why: 'All electricity of the world emits less in a year.',
          fix: 'Check the unit (grams).',
          ...at,
        },
      ],
    };
  const bounds = boundsOf(emissions, claims, knowledge);
  const checkedBy = [...claims.carbonG.map(({ said }) => said), ...(bounds === undefined ? [] : [bounds.by])];
  if (checkedBy.length === 0)
    return {
      checkedBy,
      findings: [
        {
          code: 'not-checked',
          level: 'note',
          what: 'the card says nothing that the number could be checked by',
          fix: 'Say the energy, or the hardware and the hours.',
        },
      ],
    };
  const [claim] = claims.carbonG;
  const agrees = claims.carbonG.some(({ value }) =>
    within(value / grams, 1 / factors.agree.value, factors.agree.value),
  );
  const findings: Finding[] = [];
  if (claim !== undefined && !agrees) findings.push({ ...contradiction(grams, claim, knowledge), ...at });
  else if (bounds !== undefined && !within(grams, bounds.low, bounds.high)) {
    const isEnergy = claims.energyJ.some(({ value }) => within(value / J_PER_KWH / grams, 0.99, 1.01));
    const isKilo = !isEnergy && within(grams * KILO, bounds.low, bounds.high) && grams < bounds.low;
    const range = Number.isFinite(bounds.high)
      ? `${printCarbon(bounds.low)} to ${printCarbon(bounds.high)}`
      : `${printCarbon(bounds.low)} or more`;
    findings.push({
      code: isEnergy ? 'energy' : isKilo ? 'kilograms' : 'not-possible',
      level: 'fault',
      what: isEnergy
        ? `${grams} is taken as grams, and seems to be the energy in kWh`
        : isKilo
          ? `${grams} is taken as grams, and seems to be kilograms`
          : `${printCarbon(grams)} cannot be`,
      why: `${bounds.by} comes to ${range}.`,
      fix: isKilo
        ? `Write emissions: ${plain(grams * KILO)}`
        : isEnergy
          ? 'Write kWh times the g/kWh of the grid.'
          : 'Check the unit (grams), the energy and the place.',
      ...at,
    });
  } else if (claim === undefined && bounds?.ifEach !== undefined) {
    const { low, high } = bounds.ifEach;
    if (grams < low && within(grams * KILO, low, high))
      findings.push({
        code: 'kilograms',
        level: 'warning',
        what: `${grams} is taken as grams, and may be kilograms`,
        why: `${bounds.by}: as grams it is enough only if these are the hours of all devices together.`,
        fix: `If each ran so long, write emissions: ${plain(grams * KILO)}; else write that the hours are of all.`,
        ...at,
      });
  }
  return { checkedBy, findings };
}

const KILO = 1000;

/** The text says another number: which, and by what slip. */
function contradiction(grams: number, { value, said, line }: Claim, { factors }: LintKnowledge): Finding {
  const ratio = value / grams;
  const isKilo = within(ratio, factors.factorOfKilo.low, factors.factorOfKilo.high);
  const isTonne = within(ratio / KILO, factors.factorOfKilo.low, factors.factorOfKilo.high);
  const fix = `Write emissions: ${plain(value)}`;
  const why = `The text says ${said} (line ${line}), which is ${plain(value)} g.`;
  if (isKilo || isTonne)
    return {
      code: isKilo ? 'kilograms' : 'tonnes',
      level: 'fault',
      what: `${grams} is taken as grams, and is ${isKilo ? 'kilograms' : 'tonnes'}`,
      why,
      fix,
    };
  const factor = ratio > 1 ? ratio : 1 / ratio;
  return {
    code: 'contradiction',
    level: 'fault',
    what: `the metadata says ${plain(grams)} g and the text ${said}: a factor of ${Number(factor.toPrecision(2))}`,
    why,
    fix: `${fix}, or mend the text.`,
  };
}

function placeholders(
  lines: readonly { readonly text: string; readonly number: number }[],
  grams: number | undefined,
): readonly Finding[] {
  if (grams === undefined) return [];
  const open = lines.find(({ text }) =>
    /(?:carbon emitted|hours used|hardware type|compute region|cloud provider).*more information needed/i.test(
      text,
    ),
  );
  if (open === undefined) return [];
  return [
    {
      code: 'placeholder',
      level: 'warning',
      what: 'the section on environmental impact still has [More Information Needed]',
      fix: 'Fill it in or take it out.',
      line: open.number,
    },
  ];
}

function within(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}

function plain(value: number): string {
  return String(Number(value.toPrecision(6)));
}
