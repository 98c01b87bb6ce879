import { DIMENSIONS } from '../../units/dimensions.ts';
import type { CardParts } from './front-matter.ts';

/** A quantity that the text of a card states. */
export interface Claim {
  /** g, J or h. */
  readonly value: number;
  /** As it is written, e.g. `0.33 KgCO2`. */
  readonly said: string;
  readonly line: number;
  /** Of hours: whether they are said to be those of all devices together. */
  readonly isOfAll?: boolean;
}

/** What the text of a card says of its training. */
export interface CardClaims {
  readonly carbonG: readonly Claim[];
  readonly energyJ: readonly Claim[];
  readonly hours: readonly Claim[];
  /** The words behind "Hardware Type" or "GPU". */
  readonly hardware: readonly { readonly said: string; readonly line: number }[];
}

const NUMBER = String.raw`(?<![\w.,])(\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?)`;
const MASS = new RegExp(
  `${NUMBER}\\s*(mg|g|gr|gm|grams?|kg|kgs|kilo(?:gram)?s?|t|tons?|tonnes?|metric tons?|lbs?|pounds?)(?![a-z]*\\s*(?:\\/|per\\b))\\s*(?:of\\s+)?(?:CO2?|CO₂|CO\\$_2\\$)?(?:2|₂)?-?(?:eq|e)?(?:uivalents?)?\\b(?!\\s*(?:\\/|per\\b))`,
  'gi',
);
const IN_UNIT = new RegExp(`\\(?in (mg|g|grams?|kg|kilograms?|t|tons?|tonnes?)\\)?\\W{1,8}${NUMBER}`, 'i');
const ENERGY = new RegExp(`${NUMBER}\\s*(kWh|MWh|GWh|Wh|MJ|kJ|J)\\b`, 'g');
const HOURS = new RegExp(`${NUMBER}\\s*(?:[gt]pu[- ])?(hours?|hrs?|h|days?|minutes?|min)\\b`, 'gi');

const { mass, energy } = DIMENSIONS;
const GRAMS_PER_POUND = mass.units['lb'];

/** Reads the claims of a card. */
export function cardClaims({ lines }: Pick<CardParts, 'lines'>): CardClaims {
  const carbonG: Claim[] = [];
  const energyJ: Claim[] = [];
  const hours: Claim[] = [];
  const hardware: { readonly said: string; readonly line: number }[] = [];
  for (const { text, number: line } of lines) {
    for (const said of statements(text)) {
      if (/co2|co₂|carbon|emission|emitted/i.test(said) && !OF_SOMETHING_ELSE.test(said))
        carbonG.push(...massesIn(said, line));
      if (/energy|electric|consum/i.test(said)) energyJ.push(...energiesIn(said, line));
      if (/hours? used|training (?:time|duration)|gpu[- ]?hours|duration|trained for/i.test(said))
        hours.push(...hoursIn(said, line).map((claim) => ({ ...claim, isOfAll: OF_ALL.test(said) })));
      const named = /(?:hardware(?: type| used)?|gpus?|accelerators?)\s*:\s*(.{2,120})/i
        .exec(said)?.[1]
        ?.trim();
      if (named !== undefined && !/more information needed/i.test(named))
        hardware.push({ said: named, line });
    }
  }
  return { carbonG, energyJ, hours, hardware };
}

/** Masses that are no emissions of a training: what was bought off, what a kilowatt hour emits, what it is likened to. */
const OF_SOMETHING_ELSE =
  /offset|intensity|efficien|\/\s*kwh|per kwh|\b(?:flights?|driv(?:e|en|ing)|cars?|trees?|households?|passengers?)\b/i;

const OF_ALL =
  /(?:gpu|tpu|device|accelerator|chip)s?[- ]?hours|\b(?:total|combined|altogether|cumulative|aggregate)/i;

/** The sentences of a line, without marks of emphasis; a row of a table is one. */
function statements(text: string): readonly string[] {
  return text.replaceAll(/[*_`]+/g, '').split(/(?<=[.;!?])\s+/);
}

function massesIn(text: string, line: number): readonly Claim[] {
  const behind = IN_UNIT.exec(text);
  if (behind !== null) {
    const [said, unit = '', number = ''] = behind;
    return claimOf(number, gramsIn(unit), said, line);
  }
  return [...text.matchAll(MASS)].flatMap(([said, number = '', unit = '']) =>
    claimOf(number, gramsIn(unit), said, line),
  );
}

function energiesIn(text: string, line: number): readonly Claim[] {
  const units: Readonly<Record<string, number>> = energy.units;
  return [...text.matchAll(ENERGY)].flatMap(([said, number = '', unit = '']) =>
    claimOf(number, units[unit], said, line),
  );
}

function hoursIn(text: string, line: number): readonly Claim[] {
  const labelled = new RegExp(`hours? used\\s*:?\\s*${NUMBER}\\s*$`, 'i').exec(text);
  if (labelled !== null) return claimOf(labelled[1] ?? '', 1, labelled[0], line);
  return [...text.matchAll(HOURS)].flatMap(([said, number = '', unit = '']) => {
    const of = /^d/i.test(unit) ? 24 : /^m/i.test(unit) ? 1 / 60 : 1;
    return claimOf(number, of, said, line);
  });
}

function gramsIn(unit: string): number | undefined {
  const word = unit.toLowerCase();
  if (word === 'mg') return 1e-3;
  if (word.startsWith('k')) return 1e3;
  if (word.startsWith('g')) return 1;
  if (word.startsWith('lb') || word.startsWith('pound')) return GRAMS_PER_POUND;
  return 1e6;
}

function claimOf(number: string, factor: number | undefined, said: string, line: number): readonly Claim[] {
  const value = numberOf(number);
  if (factor === undefined || value === undefined || value === 0) return [];
  return [{ value: value * factor, said: said.trim(), line }];
}

/** `17,100` is seventeen thousand one hundred, `0,33` a third of one. */
function numberOf(text: string): number | undefined {
  const plain = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text)
    ? text.replaceAll(',', '')
    : text.replace(',', '.');
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}
