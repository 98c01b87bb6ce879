import { footprintIn } from '../../book/footprint-in-scope.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { fromWritten } from '../../units/estimate.ts';
import { carbonOnCard, co2e, energyOnCard, printEnergy } from '../../units/format.ts';
import { printDuration } from '../../units/format-duration.ts';
import { ratio } from '../../units/arithmetic.ts';
import { dot, type Look, plainNumber, printOptions } from '../views/look.ts';
import { footprintRows } from '../views/footprint-rows.ts';
import { workLines } from '../views/work-lines.ts';
import { middle, outcomeOf } from '../views/run-facts.ts';
import { fitText, printable, textWidth } from '../output/text-width.ts';
import { shareText, wholePercent } from '../../units/format-share.ts';

/** How a card is drawn. */
export interface CardLook extends Look {
  readonly how: 'short' | 'full';
  readonly scope: 'attributed' | 'machine';
}

/** Where the run can be looked at in a browser. */
export interface CardDashboard {
  /** Of the dashboard of its book, where one runs; with `/` at the end. */
  readonly address: string | undefined;
}

/** Labels stand in a column of this width. */
const LABEL = 10;
/** Narrower than this a card has no room for labels. */
const NARROWEST = 40;

/**
 * The card that closes a run: what it cost, how sure that is, where it went. Lines are never wider than the terminal.
 *
 * @param versus what its energy is set beside.
 * @param dashboard undefined where nothing is to be said of one.
 */
export function runCard(
  record: RunRecord,
  look: CardLook,
  versus?: string,
  dashboard?: CardDashboard,
): readonly string[] {
  return look.how === 'short' ? [shortCard(record, look)] : fullCard(record, look, versus, dashboard);
}

function shortCard(record: RunRecord, look: CardLook): string {
  const parts = [
    `joulebook: ${record.name}`,
    outcomeOf(record),
    printDuration(record.durationS),
    energyText(record, look),
    `grade ${record.grade}`,
    carbonText(record, look),
  ];
  return fitText(printable(parts.join(dot(look))), look.width, look.unicode ? '…' : '...');
}

function fullCard(
  record: RunRecord,
  look: CardLook,
  versus: string | undefined,
  dashboard: CardDashboard | undefined,
): readonly string[] {
  const rows: (readonly [label: string, ...texts: string[]] | undefined)[] = [
    [
      'Energy',
      [energyText(record, look), `grade ${record.grade}`, parts(record)]
        .filter((text) => text !== '')
        .join('   '),
    ],
    ...footprintRows(record, look.scope, roomOf(look), look),
    idleRow(record),
    stagesRow(record, look),
    epochsRow(record, look),
    workRow(record, look),
    metricsRow(record, look),
    versus === undefined ? undefined : ['Versus', versus],
    ...(record.survivors ?? [])
      .slice(0, 3)
      .map(
        (process) =>
          [
            'Left alive',
            `${process.name} (pid ${process.pid}), ${process.cpuS.toFixed(1)} CPU s until then`,
          ] as const,
      ),
    ...detailRows(record, look, dashboard),
  ];
  const lines = rows.flatMap((row) => {
    const [label = '', ...texts] = row ?? [];
    return texts.map((text, i) => line(i === 0 ? label : '', text, look));
  });
  return [header(record, look), ...lines];
}

/** Where to go on. An address that does not fit is left out, for a part of one leads nowhere. */
function detailRows(
  record: RunRecord,
  look: CardLook,
  dashboard: CardDashboard | undefined,
): readonly (readonly [label: string, text: string])[] {
  const show = ['Details', `joulebook show ${record.name}`] as const;
  if (dashboard === undefined) return [show];
  const { address } = dashboard;
  if (address === undefined) return [['Details', joined([show[1], 'joulebook ui'], look)]];
  const page = `${address}runs/${record.id}`;
  return textWidth(page) <= roomOf(look) ? [show, ['Page', page]] : [show];
}

function header(record: RunRecord, look: CardLook): string {
  const dash = look.unicode ? '─' : '-';
  const left = `${dash.repeat(2)} joulebook ${dash.repeat(2)} ${printable(record.name)} `;
  const right = ` ${outcomeOf(record)}${dot(look)}${printDuration(record.durationS)} ${dash.repeat(2)}`;
  const fill = look.width - textWidth(left) - textWidth(right);
  const text = fill > 0 ? left + dash.repeat(fill) + right : fitText(left + right.trim(), look.width);
  return look.style.bold(text);
}

function line(label: string, text: string, look: CardLook): string {
  const lead = look.width < NARROWEST ? '' : ` ${label.padEnd(LABEL)}`;
  return look.style.dim(lead) + fitText(printable(text), roomOf(look), look.unicode ? '…' : '...');
}

/** Cells that a line has beside its label. */
function roomOf({ width }: CardLook): number {
  return width < NARROWEST ? width : width - LABEL - 1;
}

function energyText(record: RunRecord, look: CardLook): string {
  return energyOnCard(fromWritten(record.energy.wall[look.scope]), printOptions(look));
}

function carbonText(record: RunRecord, look: CardLook): string {
  const options = printOptions(look);
  return `${carbonOnCard(footprintIn(record, look.scope).operational, options)} ${co2e(options)}`;
}

/** Parts of the attributed energy at the wall by kind of component. */
function parts(record: RunRecord): string {
  const byKind = new Map<string, number>();
  let total = 0;
  for (const [name, component] of Object.entries(record.energy.components)) {
    const joules = middle(component.attributed);
    if (joules === null) continue;
    const kind = name.split(':')[0] ?? name;
    byKind.set(kind, (byKind.get(kind) ?? 0) + joules);
    total += joules;
  }
  if (total === 0) return '';
  const sorted = [...byKind].sort(([, a], [, b]) => b - a);
  return sorted.map(([kind, joules]) => `${kind} ${wholePercent(joules / total)}`).join('  ');
}

/** How much of the energy went into keeping the machine on. */
function idleRow(record: RunRecord): readonly [string, string] | undefined {
  const attributed = fromWritten(record.energy.wall.attributed);
  const active = fromWritten(record.energy.wall.active);
  const part = ratio(active, attributed).value;
  if (part === null || record.parentId !== undefined) return undefined;
  const others = record.energy.coTenants;
  const beside = others === 0 ? '' : `, shared with ${others} other run${others === 1 ? '' : 's'}`;
  return ['Idle', `${shareText(1 - part)} of the energy keeps the machine on${beside}`];
}

function stagesRow(record: RunRecord, look: CardLook): readonly [string, string] | undefined {
  const stages = Object.entries(record.energy.stages).filter(([, stage]) => stage.parent === undefined);
  if (stages.length === 0) return undefined;
  return [
    'Stages',
    joined(
      stages.map(([name, stage]) => `${name} ${printEnergy(middle(stage.attributed), printOptions(look))}`),
      look,
    ),
  ];
}

function epochsRow(record: RunRecord, look: CardLook): readonly [string, string] | undefined {
  const { epochs } = record.energy;
  if (epochs.length === 0) return undefined;
  const energies = epochs.map((epoch) => middle(epoch.attributed)).filter((joules) => joules !== null);
  const sorted = [...energies].sort((a, b) => a - b);
  const typical = sorted[Math.floor(sorted.length / 2)] ?? null;
  return [
    'Epochs',
    joined([`${epochs.length}`, `${printEnergy(typical, printOptions(look))} each (median)`], look),
  ];
}

function workRow(record: RunRecord, look: CardLook): readonly [string, ...string[]] | undefined {
  const lines = workLines(record, look.scope, look);
  return lines.length === 0 ? undefined : ['Work', ...lines];
}

function metricsRow(record: RunRecord, look: CardLook): readonly [string, string] | undefined {
  const metrics = Object.entries(record.metrics);
  if (metrics.length === 0) return undefined;
  return [
    'Metrics',
    joined(
      metrics.map(([name, value]) => `${name} ${plainNumber(value)}`),
      look,
    ),
  ];
}

function joined(texts: readonly string[], look: CardLook): string {
  return texts.join(dot(look));
}
