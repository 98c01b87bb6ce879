import { join } from 'node:path';
import { KeptFile } from '../reading/kept-file.io.ts';
import {
  type GpuMetrics,
  type MetricsLayout,
  metricsEnergy,
  metricsLayout,
  metricsPower,
  metricsRevision,
} from './gpu-metrics.ts';

/** The largest table, and some room; one for all cards, each read is parsed before the next. */
const buffer = Buffer.alloc(8192);
const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);

/** The file `gpu_metrics` of a card, read through a kept descriptor. It never throws: what cannot be read is NaN, with `why`. */
export class MetricsFile {
  readonly #file: KeptFile;
  /** Energy so far, in steps; power, W. */
  energy = Number.NaN;
  watts = Number.NaN;
  revision: GpuMetrics | undefined;
  layout: MetricsLayout | undefined;
  /** Why the last read gave no energy; empty while all is well. */
  why = '';

  constructor(device: string) {
    this.#file = new KeptFile(join(device, 'gpu_metrics'));
  }

  get code(): string {
    return this.#file.code;
  }

  read(): void {
    this.energy = Number.NaN;
    this.watts = Number.NaN;
    const length = this.#file.read(buffer);
    this.why = this.#file.why;
    if (length < 0) return;
    this.revision = metricsRevision(view, length);
    this.layout = metricsLayout(view, length);
    if (this.layout === undefined) {
      this.why = this.#unknown();
      this.close(); // a device that returns has a new file
      return;
    }
    this.energy = metricsEnergy(view, this.layout);
    this.watts = metricsPower(view, this.layout);
    this.why = Number.isNaN(this.energy) ? `${this.#file.path}: its firmware counts no energy` : '';
  }

  close(): void {
    this.#file.close();
  }

  #unknown(): string {
    if (this.revision === undefined) return `${this.#file.path}: it is empty`;
    const { format, content } = this.revision;
    return `${this.#file.path}: the layout of its revision ${format}.${content} is not known`;
  }
}
