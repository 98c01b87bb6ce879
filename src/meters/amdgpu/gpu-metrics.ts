/** What the firmware of an AMD GPU counts, as the file `gpu_metrics` holds it. */
export interface GpuMetrics {
  /** 1: a discrete card (or MI300A); 2 and 3: a graphics unit inside a CPU. */
  readonly format: number;
  readonly content: number;
}

/** Where a revision of the table holds what we read, bytes from its beginning. */
export interface MetricsLayout {
  /** Size of the table, bytes. */
  readonly size: number;
  /** False: later kernels lengthened the table behind what we read. */
  readonly isExact: boolean;
  readonly energyAt: number;
  readonly powerAt: number;
  /** Only the devices named in the constants (MI200) are known to count in the same unit. */
  readonly isForKnownDevices: boolean;
}

/**
 * Layouts by content revision of format 1, from `struct gpu_metrics_v1_*` in Linux drivers/gpu/drm/amd/include/kgd_pp_interface.h. Sizes
 * are compared too: 1.6 had another layout while it was developed. Other revisions (1.0 to 1.2, 1.9 and what may come) are not read.
 */
const LAYOUTS: Readonly<Record<number, MetricsLayout>> = {
  3: { size: 120, isExact: true, energyAt: 24, powerAt: 22, isForKnownDevices: true },
  4: { size: 288, isExact: true, energyAt: 24, powerAt: 10, isForKnownDevices: false },
  5: { size: 360, isExact: true, energyAt: 88, powerAt: 10, isForKnownDevices: false },
  6: { size: 1664, isExact: true, energyAt: 16, powerAt: 10, isForKnownDevices: false },
  7: { size: 2208, isExact: false, energyAt: 24, powerAt: 10, isForKnownDevices: false },
  8: { size: 3360, isExact: false, energyAt: 24, powerAt: 10, isForKnownDevices: false },
};

/** Revision of a table; undefined for less than a header. */
export function metricsRevision(view: DataView, length: number): GpuMetrics | undefined {
  if (length < 4) return undefined;
  return { format: view.getUint8(2), content: view.getUint8(3) };
}

/** The layout of a table, where it is known for certain. */
export function metricsLayout(view: DataView, length: number): MetricsLayout | undefined {
  const revision = metricsRevision(view, length);
  if (revision?.format !== 1) return undefined;
  const layout = LAYOUTS[revision.content];
  const size = view.getUint16(0, true);
  if (layout === undefined || size > length) return undefined;
  return (layout.isExact ? size === layout.size : size >= layout.size) ? layout : undefined;
}

const TWO_32 = 2 ** 32;
const UNSUPPORTED_32 = 0xffff_ffff;
const UNSUPPORTED_16 = 0xffff;

/** Energy counted so far, in steps; NaN where the firmware says that it does not count. */
export function metricsEnergy(view: DataView, layout: MetricsLayout): number {
  const low = view.getUint32(layout.energyAt, true);
  const high = view.getUint32(layout.energyAt + 4, true);
  return low === UNSUPPORTED_32 && high === UNSUPPORTED_32 ? Number.NaN : high * TWO_32 + low;
}

/** Power of the socket, W; NaN where the firmware does not tell. */
export function metricsPower(view: DataView, layout: MetricsLayout): number {
  const watts = view.getUint16(layout.powerAt, true);
  return watts === UNSUPPORTED_16 ? Number.NaN : watts;
}
