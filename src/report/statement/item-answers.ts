import type { RunRecord } from '../../book/run-record.ts';
import { printEnergy } from '../../units/format.ts';
import type { ReportContext } from './context.ts';
import type { Facts } from './facts.ts';
import type { Found } from './item.ts';
import { runsText, saidHours, saidNumber, saidPeriod } from './said.ts';

/** Where an author says what no meter can see. */
const IN_CONTEXT = 'in the file of `--context`';

/** Answers that several lists ask for. */
export function answerHardware({ machines }: Facts): Found {
  const known = machines.filter(({ cpu }) => cpu !== undefined);
  if (known.length === 0)
    return {
      why: 'The runs do not say what they ran on.',
      fix: 'Imported runs carry it where their tool wrote it.',
    };
  return {
    says: known
      .map(({ text, hosts, runs }) => `${text}${hosts > 1 ? ` (${hosts} machines)` : ''} (${runsText(runs)})`)
      .join('; '),
  };
}

/** Accelerators by number and kind, and their hours. */
export function answerProcessors({ machines, totals }: Facts): Found {
  const known = machines.filter(({ cpu }) => cpu !== undefined);
  if (known.length === 0)
    return { why: 'The runs do not say what they ran on.', fix: `Give \`hardware\` ${IN_CONTEXT}.` };
  const hours = totals.gpuS > 0 ? `, ${saidHours(totals.gpuS)} of accelerators` : '';
  return { says: `${known.map(({ text }) => text).join('; ')}${hours}` };
}

/** From when to when. */
export function answerPeriod(runs: readonly RunRecord[]): Found {
  const starts = runs.map(({ startedAt }) => startedAt).sort();
  const ends = runs.flatMap(({ endedAt }) => (endedAt === null ? [] : [endedAt])).sort();
  return {
    says: saidPeriod(starts[0] ?? null, ends.at(-1) ?? null),
  };
}

/** What pins the packages. */
export function answerPackages({ packages }: ReportContext): Found {
  if (packages === undefined)
    return {
      why: 'A run records the variables of its environment, not the packages in it.',
      fix: `Name the file that pins them: \`packages: requirements.txt\` ${IN_CONTEXT}.`,
    };
  return { says: `${packages.file}: ${packages.lines.length} lines, SHA-256 ${packages.sha256}` };
}

/** PUE, and where it is from. */
export function answerPue({ pues }: Facts): Found {
  if (pues.length === 0) return { why: 'No run has one.', fix: 'Give it when measuring: `--pue 1.2`.' };
  return {
    says: pues
      .map(({ value, source, runs }) => `${saidNumber(value ?? Number.NaN)} (${source}; ${runsText(runs)})`)
      .join('; '),
  };
}

/** Given by the author: no table of it has a licence under which it could be shipped. */
export function answerSocialCost({ context, totals }: Facts): Found {
  const { socialCost } = context;
  const [carbon] = totals.operational;
  if (socialCost === undefined)
    return {
      why: 'joulebook ships no table of it: none was found under a licence that lets it.',
      fix: `Give \`social-cost: { usd-per-tonne: …, low: …, high: …, country: …, source: … }\` ${IN_CONTEXT}, e.g. from Ricke et al. (2018).`,
    };
  const tonnes = (carbon?.total.value ?? Number.NaN) / GRAMS_PER_TONNE;
  const money = (rate: number | undefined): string =>
    rate === undefined ? '' : (tonnes * rate).toPrecision(3);
  if (Number.isNaN(tonnes)) return { why: 'The carbon is not known.', fix: 'Name the place of the runs.' };
  const range =
    socialCost.low === undefined ? '' : ` (${money(socialCost.low)} to ${money(socialCost.high)})`;
  const country = socialCost.country === undefined ? '' : ` for ${socialCost.country}`;
  return {
    says: `${money(socialCost.usdPerTonne)} USD${range}${country}, at ${saidNumber(socialCost.usdPerTonne)} USD/t after ${socialCost.source}`,
  };
}

const GRAMS_PER_TONNE = 1e6;

/** A link that readers can follow. */
export function answerAppendix({ appendix }: ReportContext): Found {
  if (appendix === undefined)
    return {
      why: 'Nobody has said where it is.',
      fix: `Publish \`joulebook report -o report.html\` with the book, and give \`appendix: https://…\` ${IN_CONTEXT}.`,
    };
  return { says: appendix };
}

/** What the model is expected to use when it is used. */
export function answerDeployment({ deployment }: ReportContext): Found {
  if (deployment === undefined)
    return {
      why: 'The energy of training is here; what the model will be used for, and how often, is not known.',
      fix: `Measure an evaluation and give \`deployment: { energy: 0.3 Wh, unit: query, count: 1e6 }\` ${IN_CONTEXT}.`,
    };
  const { perUnitJ, unit, count, how } = deployment;
  return {
    says: `${printEnergy(perUnitJ)} per ${unit}, ${saidNumber(count)} expected: ${printEnergy(perUnitJ * count)}${how === undefined ? '' : ` (${how})`}`,
  };
}
