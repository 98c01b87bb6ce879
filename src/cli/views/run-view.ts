import type { IndexRow } from '../../book/index-row.ts';
import type { PartRecord, RunRecord } from '../../book/run-record.ts';
import { energyOnCard, missing, printEnergy, printPower } from '../../units/format.ts';
import { printDuration } from '../../units/format-duration.ts';
import { fitText, printable, textWidth, wrapText } from '../output/text-width.ts';
import { bar, sparkline } from './bars.ts';
import { footprintRows } from './footprint-rows.ts';
import { localTime } from './local-time.ts';
import { dot, type Look, plainNumber, printOptions, shortId } from './look.ts';
import { liveLines } from './live-lines.ts';
import { middle, outcomeOf } from './run-facts.ts';
import { partLines } from './part-lines.ts';
import { stageLines } from './stage-view.ts';
import { cacheLines, workLines } from './work-lines.ts';
import { shareText, wholePercent } from '../../units/format-share.ts';

const LABEL = 11;

/** Power over the life of the run, W, in equal steps; empty where there is no series. */
export type PowerLine = readonly number[];

/**
 * Everything that a run's record says, and which runs are parts of it, for people. No line is wider than the terminal.
 *
 * @param versus what its energy is set beside.
 */
export function runView(
  record: RunRecord,
  nowMs: number,
  power: PowerLine,
  look: Look,
  parts: readonly IndexRow[] = [],
  versus?: string,
): string[] {
  const sections: (readonly (readonly [label: string, lines: readonly string[]])[])[] = [
    identity(record, nowMs, look),
    [
      ['Energy', energyLines(record, look)],
      ...footprintRows(record, record.scope ?? 'attributed', look.width - LABEL, look, { full: true }).map(
        ([label, ...lines]) => [label, lines] as const,
      ),
      ['Embodied', embodiedReason(record, look)],
      ['Live', liveLines(record, look)],
      ['Versus', versus === undefined ? [] : [versus]],
      ['Power', powerLines(record, power, look)],
    ],
    [
      ['Stages', stageLines(record.energy.stages, look)],
      ['Runs in it', partLines(parts, look)],
      ['Epochs', epochLines(record, look)],
      ['Work', workLines(record, record.scope ?? 'attributed', look)],
      ['Cache', cacheLines(record, look)],
      ['Metrics', pairs(record.metrics, look)],
      ['Params', pairs(record.params, look)],
      [
        'Marks',
        record.marks.map(
          (mark) =>
            `${printDuration(mark.atS)}  ${mark.name}  ${printEnergy(mark.attributedJ, printOptions(look))} until then`,
        ),
      ],
      ['Notes', record.notes.map(({ text, at }) => `${localTime(Date.parse(at), nowMs)}  ${text}`)],
    ],
    [
      [
        'Left alive',
        (record.survivors ?? []).map(
          (p) => `${p.name} (pid ${p.pid}), ${p.cpuS.toFixed(1)} CPU s until then`,
        ),
      ],
      [
        'Gaps',
        record.gaps.map((gap) => `${printDuration(gap.durationS)} at ${printDuration(gap.atS)}: ${gap.why}`),
      ],
      ['Warnings', warningLines(record, look)],
      ['Method', methodLines(record, look)],
    ],
  ];
  const blocks = sections.map((section) => section.flatMap(([label, lines]) => labelled(label, lines, look)));
  return [
    heading(record, look),
    ...blocks.filter((block) => block.length > 0).flatMap((block) => ['', ...block]),
  ];
}

function heading(record: RunRecord, look: Look): string {
  const facts = [outcomeOf(record), printDuration(record.durationS), `grade ${record.grade}`].join(dot(look));
  const text = fitText(`${printable(record.name)}  ${facts}`, look.width, look.unicode ? '…' : '..');
  return look.style.bold(text);
}

function labelled(label: string, lines: readonly string[], look: Look): string[] {
  const room = look.width - LABEL;
  return lines.map((line, i) => {
    const lead = (i === 0 ? label : '').padEnd(LABEL);
    return `${look.style.dim(lead)}${fitText(printable(line), room, look.unicode ? '…' : '..')}`.trimEnd();
  });
}

function identity(record: RunRecord, nowMs: number, look: Look): (readonly [string, string[]])[] {
  const started = Date.parse(record.startedAt);
  const when = Number.isNaN(started) ? missing(printOptions(look)) : localTime(started, nowMs);
  const host = record.environment['hostname'] ?? record.hostId;
  const commit = record.git === null ? [] : [`git ${record.git.commit.slice(0, 8)}`];
  return [
    ['Id', [`${record.id} (${shortId(record.id)})`]],
    ['Command', record.command.length === 0 ? [] : [record.command.map(shellWord).join(' ')]],
    ['Project', [[record.project, ...commit, ...record.tags.map((tag) => `#${tag}`)].join(dot(look))]],
    [
      'Started',
      [
        [when, host, record.machine?.cpu ?? '', ...(record.machine?.gpus ?? [])]
          .filter(Boolean)
          .join(dot(look)),
      ],
    ],
    ['Part of', record.parentId === undefined ? [] : [shortId(record.parentId)]],
    ['Continues', record.continues === undefined ? [] : [shortId(record.continues)]],
    ['Job', record.job === undefined ? [] : [jobText(record.job)]],
    ['Sum of', (record.parts ?? []).map((part) => partText(part, look))],
  ];
}

function jobText({ launcher, id, step, rank, size }: NonNullable<RunRecord['job']>): string {
  const number = step === undefined ? id : `${id}.${step}`;
  const place = rank === undefined ? '' : `, rank ${rank}${size === undefined ? '' : ` of ${size}`}`;
  return `${launcher} ${number}${place}`;
}

function partText({ id, name, hostId, attributed }: PartRecord, look: Look): string {
  return [`${name} (${shortId(id)})`, hostId, printEnergy(attributed, printOptions(look))].join(dot(look));
}

/** A word as a shell would need it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function energyLines(record: RunRecord, look: Look): string[] {
  const print = printOptions(look);
  const { energy } = record;
  const scope = record.scope ?? 'attributed';
  const lines = [`${energyOnCard(energy.wall[scope], print)}   ${scope}, at the wall`];
  const all = Object.entries(energy.components);
  // On a server with eight GPUs most are not the run's: they share one line.
  const unused = all.filter(([name, { attributed }]) => name.startsWith('gpu:') && attributed.high === 0);
  const folded = scope === 'attributed' && unused.length > 1 ? unused : [];
  const entries = all.filter((entry) => !folded.includes(entry));
  const total = entries.reduce((sum, [, component]) => sum + (middle(component[scope]) ?? 0), 0);
  const nameWidth = Math.max(0, ...entries.map(([name]) => textWidth(name)));
  const texts = entries.map(([, component]) => printEnergy(component[scope], print));
  const textRoom = Math.max(0, ...texts.map(textWidth));
  for (const [i, [name, component]] of entries.entries()) {
    const joules = middle(component[scope]);
    const part = joules === null || total === 0 ? 0 : joules / total;
    const percent = joules === null ? '' : wholePercent(part);
    lines.push(
      `${name.padEnd(nameWidth)}  ${(texts[i] ?? '').padStart(textRoom)}  ${percent.padStart(4)}  ${bar(part, 10, look.unicode)}  ${component.grade} ${component.method}`,
    );
  }
  if (folded.length > 0) {
    const numbers = folded.map(([name]) => name.slice(4)).join(', ');
    lines.push(`${look.unicode ? '–' : '-'} not used: gpu ${numbers}`);
  }
  const others = [
    `active ${printEnergy(energy.wall.active, print)}`,
    scope === 'attributed'
      ? `machine ${printEnergy(energy.wall.machine, print)}`
      : `attributed ${printEnergy(energy.wall.attributed, print)}`,
    `chips ${printEnergy(energy.chips[scope], print)}`,
    `with PUE ${printEnergy(energy.facility[scope], print)}`,
  ];
  return [...lines, others.join(dot(look))];
}

/** Why nothing is said of the making of the machine; nothing where it is. */
function embodiedReason({ carbon, energy, parentId }: RunRecord, look: Look): string[] {
  const reason = energy.policy['embodied'];
  const isKnown = carbon.embodied.value !== null || carbon.embodied.high !== null;
  if (isKnown || parentId !== undefined || reason === undefined) return [];
  return wrapText(`${missing(printOptions(look))}   ${reason}`, look.width - LABEL);
}

function powerLines(record: RunRecord, power: PowerLine, look: Look): string[] {
  const joules = record.energy.wall.attributed.value;
  if (joules === null || record.durationS <= 0) return [];
  const mean = `${printPower(joules / record.durationS, printOptions(look))} mean`;
  if (power.length < 2) return [mean];
  const peak = `${printPower(Math.max(...power), printOptions(look))} highest`;
  const width = Math.max(8, Math.min(40, look.width - LABEL - mean.length - peak.length - 8));
  return [`${mean}${dot(look)}${peak}  ${sparkline(power, width, look.unicode)}`];
}

function epochLines({ energy: { epochs } }: RunRecord, look: Look): string[] {
  if (epochs.length === 0) return [];
  const joules = epochs.map((epoch) => epoch.attributed.value ?? 0);
  const mean = joules.reduce((sum, value) => sum + value, 0) / epochs.length;
  const seconds = epochs.reduce((sum, epoch) => sum + epoch.durationS, 0) / epochs.length;
  const each = `${printEnergy(mean, printOptions(look))} and ${printDuration(seconds, printOptions(look))} each`;
  return [
    `${epochs.length}${dot(look)}${each}  ${sparkline(joules, Math.min(40, Math.max(8, look.width - 50)), look.unicode)}`,
  ];
}

/** `name value` pairs, as many on a line as fit. */
function pairs(values: Readonly<Record<string, unknown>>, look: Look): string[] {
  const texts = Object.entries(values).map(
    ([name, value]) => `${name}=${typeof value === 'number' ? plainNumber(value) : String(value)}`,
  );
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines.at(-1);
    const fits = last !== undefined && textWidth(last) + 2 + textWidth(text) <= look.width - LABEL;
    if (fits) lines[lines.length - 1] = `${last}  ${text}`;
    else lines.push(text);
  }
  return lines;
}

function warningLines(record: RunRecord, look: Look): string[] {
  const room = look.width - LABEL;
  return record.warnings.flatMap(({ code, what, why, fix }) => [
    ...wrapText(`${what} [${code}]`, room),
    ...(why === undefined ? [] : wrapText(`why: ${why}`, room - 2).map((line) => `  ${line}`)),
    ...(fix === undefined ? [] : wrapText(`fix: ${fix}`, room - 2).map((line) => `  ${line}`)),
  ]);
}

function methodLines(record: RunRecord, look: Look): string[] {
  const why = reasons(record).flatMap(([text, names]) =>
    wrapText(`${names.join(', ')}: ${text}`, look.width - LABEL),
  );
  return [...(originLines(record, look) ?? samplingLines(record, look)), ...why];
}

/** Where another tool's run was read: it was not sampled here, and who ran beside it is not known. */
function originLines({ environment, trackerVersion }: RunRecord, look: Look): string[] | undefined {
  const format = environment['import.format'];
  if (format === undefined || format === 'joulebook') return undefined;
  const line = environment['import.line'];
  const file = environment['import.file'] ?? '';
  const parts = [
    `read from ${file}${line === undefined ? '' : `, line ${line}`} (${format})`,
    `joulebook ${trackerVersion}`,
  ];
  return wrapText(parts.join(dot(look)), look.width - LABEL);
}

function samplingLines(record: RunRecord, look: Look): string[] {
  const { energy, usage } = record;
  const counted = `${shareText(energy.measuredFraction)} from counters`;
  const others =
    energy.coTenants === 0
      ? 'alone'
      : `beside ${energy.coTenants} other ${energy.coTenants === 1 ? 'run' : 'runs'}`;
  return [
    [
      counted,
      `every ${printDuration(record.intervalS)}`,
      `${record.samples} ${record.samples === 1 ? 'sample' : 'samples'}`,
      others,
    ].join(dot(look)),
    [
      `CPU ${printDuration(usage.cpuS, printOptions(look))} (${usage.cpuSource})`,
      `tracker ${printEnergy(energy.tracker, printOptions(look))}, not counted`,
      `joulebook ${record.trackerVersion}`,
    ].join(dot(look)),
  ];
}

/** Why components are unavailable or graded low; one reason for several is said once. */
function reasons({ energy }: RunRecord): [reason: string, names: string[]][] {
  const byReason = new Map<string, string[]>();
  for (const [name, { reason }] of Object.entries(energy.components)) {
    if (reason !== undefined) byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
  }
  return [...byReason];
}
