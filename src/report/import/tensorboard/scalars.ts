import type { Scalar } from '../../../book/journal-event.ts';
import { bytesOf, type Field, fieldsOf, floatOf, integerOf, textOf } from '../protobuf.ts';

/** Gathers the scalars and hyper-parameters of one run's events. */
export class Scalars {
  readonly #last = new Map<string, { readonly step: number; readonly value: number }>();
  readonly #params = new Map<string, Scalar>();
  #firstS: number | undefined;
  #lastS = 0;

  /** Last value of each tag, by step. */
  get metrics(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#last].map(([tag, { value }]) => [tag, value]));
  }

  get params(): Readonly<Record<string, Scalar>> {
    return Object.fromEntries(this.#params);
  }

  /** Times of the first and the last event, s since 1970; undefined without any. */
  get span(): readonly [firstS: number, lastS: number] | undefined {
    return this.#firstS === undefined ? undefined : [this.#firstS, this.#lastS];
  }

  /** Takes in one `Event` (tensorflow/core/util/event.proto). Throws BrokenMessage where it is none. */
  add(event: Uint8Array): void {
    let wallS = 0;
    let step = 0;
    let summary: Uint8Array | undefined;
    for (const field of fieldsOf(event)) {
      if (field.number === 1) wallS = floatOf(field);
      else if (field.number === 2) step = integerOf(field);
      else if (field.number === 5) summary = bytesOf(field);
    }
    if (wallS > 0) {
      this.#firstS = Math.min(this.#firstS ?? wallS, wallS);
      this.#lastS = Math.max(this.#lastS, wallS);
    }
    if (summary === undefined) return;
    for (const field of fieldsOf(summary)) if (field.number === 1) this.#addValue(bytesOf(field), step);
  }

  #addValue(bytes: Uint8Array, step: number): void {
    let tag = '';
    let value: number | undefined;
    let plugin: Plugin = { name: '', content: new Uint8Array() };
    for (const field of fieldsOf(bytes)) {
      if (field.number === 1) tag = textOf(field);
      else if (field.number === 2) value = floatOf(field);
      else if (field.number === 8) value = scalarOfTensor(bytesOf(field));
      else if (field.number === 9) plugin = pluginOf(bytesOf(field));
    }
    if (plugin.name === 'hparams') this.#addParams(plugin.content);
    else if (plugin.name !== '' && plugin.name !== 'scalars') return;
    if (value === undefined || !Number.isFinite(value) || tag.startsWith('_hparams_/')) return;
    if (step >= (this.#last.get(tag)?.step ?? Number.NEGATIVE_INFINITY)) this.#last.set(tag, { step, value });
  }

  /** `HParamsPluginData` with a `SessionStartInfo` (tensorboard/plugins/hparams/plugin_data.proto). */
  #addParams(content: Uint8Array): void {
    for (const field of fieldsOf(content)) {
      if (field.number !== 3) continue;
      for (const part of fieldsOf(bytesOf(field))) {
        if (part.number !== 1) continue;
        const [key, value] = mapEntry(bytesOf(part));
        if (key !== '' && value !== undefined) this.#params.set(key, value);
      }
    }
  }
}

interface Plugin {
  readonly name: string;
  readonly content: Uint8Array;
}

function pluginOf(metadata: Uint8Array): Plugin {
  let [name, content] = ['', new Uint8Array()];
  for (const field of fieldsOf(metadata)) {
    if (field.number !== 1) continue;
    for (const part of fieldsOf(bytesOf(field))) {
      if (part.number === 1) name = textOf(part);
      else if (part.number === 2) content = Uint8Array.from(bytesOf(part));
    }
  }
  return { name, content };
}

const FLOAT = 1;
const DOUBLE = 2;

/** A `TensorProto` of one number; anything else is none. */
function scalarOfTensor(bytes: Uint8Array): number | undefined {
  let type = 0;
  let value: number | undefined;
  let isScalar = true;
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) type = integerOf(field);
    else if (field.number === 2)
      for (const part of fieldsOf(bytesOf(field))) if (part.number === 2) isScalar = false;
    if (field.number === 4 || field.number === 5 || field.number === 6)
      value = firstNumber(field, type) ?? value;
  }
  return isScalar ? value : undefined;
}

function firstNumber(field: Field, type: number): number | undefined {
  if (field.wire !== 2) return floatOf(field);
  const bytes = bytesOf(field);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === FLOAT && bytes.length >= 4) return view.getFloat32(0, true);
  return type === DOUBLE && bytes.length >= 8 ? view.getFloat64(0, true) : undefined;
}

/** An entry of a map from text to `google.protobuf.Value`. */
function mapEntry(bytes: Uint8Array): readonly [key: string, value: Scalar | undefined] {
  let key = '';
  let value: Scalar | undefined;
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) key = textOf(field);
    else if (field.number === 2) {
      for (const part of fieldsOf(bytesOf(field))) {
        if (part.number === 2) value = floatOf(part);
        else if (part.number === 3) value = textOf(part);
        else if (part.number === 4) value = integerOf(part) !== 0;
      }
    }
  }
  return [key, value];
}
