import type { Scalar } from '../../../book/journal-event.ts';
import { type ForeignRun, ownRun } from '../foreign-run.ts';
import { flattened, numbersOf } from '../flatten.ts';
import { ONLY_GPUS, PowerSeries } from '../power-energy.ts';
import { bytesOf, type Field, fieldsOf, integerOf, textOf, timestampOf } from '../protobuf.ts';
import { componentOfKey } from './power-keys.ts';
import { isoOf } from '../times.ts';

/** Numbers of fields in W&B's `wandb_internal.proto`. */
const RECORD = { history: 2, summary: 3, config: 5, stats: 7, run: 17, exit: 18, environment: 26 } as const;

/** Gathers the records of one run's log. */
export class RunLog {
  readonly #power: PowerSeries;
  readonly #config = new Map<string, Scalar>();
  readonly #history = new Map<string, Scalar>();
  readonly #summary = new Map<string, Scalar>();
  readonly #facts: Record<string, string> = {};
  readonly #tags: string[] = [];
  #startS: number | undefined;
  #lastS = 0;
  #runtimeS: number | undefined;
  #exitCode: number | undefined;
  #commit: string | undefined;

  constructor(longestGapS: number) {
    this.#power = new PowerSeries(longestGapS);
  }

  /** Takes in one record. Throws BrokenMessage where it is none. */
  add(record: Uint8Array): void {
    for (const field of fieldsOf(record)) {
      const bytes = bytesOf(field);
      if (field.number === RECORD.history) this.#addHistory(itemsOf(bytes, 1));
      else if (field.number === RECORD.summary)
        for (const [key, value] of itemsOf(bytes, 1)) put(this.#summary, key, value);
      else if (field.number === RECORD.config) this.#addConfig(bytes);
      else if (field.number === RECORD.stats) this.#addStats(bytes);
      else if (field.number === RECORD.run) this.#addRun(bytes);
      else if (field.number === RECORD.environment) this.#addEnvironment(bytes);
      else if (field.number === RECORD.exit) {
        this.#exitCode = 0; // a zero is left out of the message
        for (const part of fieldsOf(bytes)) {
          if (part.number === 1) this.#exitCode = integerOf(part);
          else if (part.number === 2) this.#runtimeS = integerOf(part);
        }
      }
    }
  }

  /** The run, or undefined where the log has none. */
  run(): ForeignRun | undefined {
    const { run_id: id, name, project, notes, host, entity } = this.#facts;
    const startS = this.#startS;
    if (id === undefined || startS === undefined) return undefined;
    const endS = Math.max(startS, this.#lastS, startS + (this.#runtimeS ?? 0));
    const power = this.#power.energy({ startS, endS }, 'power of the GPUs as W&B read it');
    const metrics = { ...numbersOf(this.#history), ...numbersOf(this.#summary) };
    const { os, python, cpu, command, gpus } = this.#facts;
    return {
      format: 'wandb',
      identity: `wandb run ${id} ${Math.round(startS * 1000)}`,
      ...ownRun(this.#summary.get('joulebook/run_id')),
      ...(name === undefined ? {} : { name }),
      ...(project === undefined ? {} : { project }),
      startedAt: isoOf(startS * 1000),
      endedAt: isoOf(endS * 1000),
      idMs: Math.round(startS * 1000),
      durationS: endS - startS,
      state: this.#exitCode === undefined ? 'lost' : this.#exitCode === 0 ? 'ok' : 'failed',
      exitCode: this.#exitCode ?? null,
      ...(power === undefined ? {} : power),
      params: Object.fromEntries(withoutOwn(this.#config)),
      metrics: Object.fromEntries(withoutOwn(new Map(Object.entries(metrics)))),
      tags: this.#tags,
      notes: notes === undefined ? [] : [notes],
      environment: {
        'import.run': id,
        ...(entity === undefined ? {} : { 'import.entity': entity }),
        ...(host === undefined ? {} : { hostname: host }),
        ...(python === undefined ? {} : { python }),
      },
      ...(this.#commit === undefined ? {} : { git: { commit: this.#commit } }),
      machine: {
        ...(os === undefined ? {} : { os }),
        ...(cpu === undefined ? {} : { cpu }),
        ...(gpus === undefined ? {} : { gpus: gpus.split('\n') }),
      },
      command: command === undefined ? [] : [command],
      oddities: [
        ...(power?.energy.leftOut === 'gpuOnly' ? [ONLY_GPUS] : []),
        ...(this.#exitCode === undefined
          ? ['the log has no end: the run was killed, or its log is not whole']
          : []),
      ],
    };
  }

  #addHistory(items: readonly Item[]): void {
    for (const [key, value] of items) {
      if (key === '_timestamp' && typeof value === 'number') this.#lastS = Math.max(this.#lastS, value);
      else put(this.#history, key, value);
    }
  }

  #addConfig(bytes: Uint8Array): void {
    for (const [key, value] of itemsOf(bytes, 1)) put(this.#config, key, value);
    for (const field of fieldsOf(bytes)) {
      if (field.number !== 2) continue;
      for (const part of fieldsOf(bytesOf(field))) if (part.number === 1) this.#config.delete(textOf(part));
    }
  }

  #addStats(bytes: Uint8Array): void {
    let timeS: number | undefined;
    for (const field of fieldsOf(bytes)) if (field.number === 2) timeS = timestampOf(bytesOf(field));
    if (timeS === undefined) return;
    this.#lastS = Math.max(this.#lastS, timeS);
    for (const [key, value] of itemsOf(bytes, 3)) {
      const component = componentOfKey(key);
      if (component !== undefined && typeof value === 'number') this.#power.add(component, timeS, value);
    }
  }

  #addRun(bytes: Uint8Array): void {
    const names: Readonly<Record<number, string>> = {
      1: 'run_id',
      2: 'entity',
      3: 'project',
      8: 'name',
      9: 'notes',
      13: 'host',
    };
    for (const field of fieldsOf(bytes)) {
      const name = names[field.number];
      if (name !== undefined) this.#facts[name] = textOf(field);
      else if (field.number === 4) this.#addConfig(bytesOf(field));
      else if (field.number === 10 && !this.#tags.includes(textOf(field))) this.#tags.push(textOf(field));
      else if (field.number === 17) this.#startS = timestampOf(bytesOf(field));
      else if (field.number === 21) {
        for (const part of fieldsOf(bytesOf(field))) if (part.number === 2) this.#commit = textOf(part);
      }
    }
  }

  #addEnvironment(bytes: Uint8Array): void {
    const gpus: string[] = [];
    const command: string[] = [];
    for (const field of fieldsOf(bytes)) {
      if (field.number === 1) this.#facts['os'] = textOf(field);
      else if (field.number === 2) this.#facts['python'] = textOf(field);
      else if (field.number === 6) command.unshift(textOf(field));
      else if (field.number === 5) command.push(textOf(field));
      else if (field.number === 22) this.#facts['cpu'] = firstText(field, 3);
      else if (field.number === 24) gpus.push(firstText(field, 1));
    }
    if (gpus.length > 0) this.#facts['gpus'] = gpus.join('\n');
    if (command.length > 0) this.#facts['command'] = command.join(' ');
  }
}

type Item = readonly [key: string, value: unknown];

/** Items with their keys and their values, which are JSON (16), e.g. of a history record. */
function itemsOf(bytes: Uint8Array, number: number): readonly Item[] {
  const items: Item[] = [];
  for (const field of fieldsOf(bytes)) {
    if (field.number !== number) continue;
    let key = '';
    let json = '';
    const nested: string[] = [];
    for (const part of fieldsOf(bytesOf(field))) {
      if (part.number === 1) key = textOf(part);
      else if (part.number === 2) nested.push(textOf(part));
      else if (part.number === 16) json = textOf(part);
    }
    items.push([key === '' ? nested.join('.') : key, parsed(json)]);
  }
  return items;
}

/** W&B writes NaN and Infinity as Python does; they are no metrics. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function put(into: Map<string, Scalar>, key: string, value: unknown): void {
  for (const [name, scalar] of flattened({ [key]: value })) into.set(name, scalar);
}

/** Without what W&B keeps for itself (`_step`, `_runtime`, `_wandb`). */
function withoutOwn<T>(values: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...values].filter(([name]) => !name.startsWith('_')));
}

function firstText(field: Field, number: number): string {
  for (const part of fieldsOf(bytesOf(field))) if (part.number === number) return textOf(part);
  return '';
}
