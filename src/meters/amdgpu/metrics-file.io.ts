import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { errnoName } from '../../host/file-failure.io.ts';
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
  readonly #path: string;
  #fd: number | undefined;
  /** Energy so far, in steps; power, W. */
  energy = Number.NaN;
  watts = Number.NaN;
  revision: GpuMetrics | undefined;
  layout: MetricsLayout | undefined;
  /** Why the last read gave no energy; empty while all is well. */
  why = '';
  code = '';

  constructor(device: string) {
    this.#path = join(device, 'gpu_metrics');
  }

  read(): void {
    let length = 0;
    this.energy = Number.NaN;
    this.watts = Number.NaN;
    try {
      this.#fd ??= openSync(this.#path, 'r');
      length = readSync(this.#fd, buffer, 0, buffer.length, 0);
    } catch (error) {
      this.code = errnoName(error) ?? 'EIO';
      this.why = `${this.#path}: it cannot be read (${this.code})`;
      this.close();
      return;
    }
    this.code = '';
    this.revision = metricsRevision(view, length);
    this.layout = metricsLayout(view, length);
    if (this.layout === undefined) {
      this.why = this.#unknown();
      this.close(); // a device that returns has a new file
      return;
    }
    this.energy = metricsEnergy(view, this.layout);
    this.watts = metricsPower(view, this.layout);
    this.why = Number.isNaN(this.energy) ? `${this.#path}: its firmware counts no energy` : '';
  }

  close(): void {
    if (this.#fd === undefined) return;
    try {
      closeSync(this.#fd);
    } catch {
      // the device behind it is gone, and the descriptor with it
    }
    this.#fd = undefined;
  }

  #unknown(): string {
    if (this.revision === undefined) return `${this.#path}: it is empty`;
    const { format, content } = this.revision;
    return `${this.#path}: the layout of its revision ${format}.${content} is not known`;
  }
}
