/** A process that holds a context on a GPU. */
export interface GpuTenant {
  /** As /proc names it. */
  readonly pid: number;
  /** Mean part of the device's SM time that it used since the look before, 0 to 1; NaN where the driver does not tell. */
  readonly smBusy: number;
}

/** Which processes use one GPU, as its driver shows them. `look` is on the sampling path: synchronous, no throwing. */
export interface GpuTenancy {
  readonly target: `gpu:${number}`;
  /** Looks again; the fields below tell of the time since the look before. */
  look(nowS: number): void;
  readonly tenants: readonly GpuTenant[];
  /** True where the device works for, or holds memory of, processes that are not shown: another pid namespace, no permission. */
  readonly isHidden: boolean;
  /** False where the environment hides the device from what is started here (CUDA_VISIBLE_DEVICES): it can hold nothing of it. */
  readonly isVisible?: boolean;
  /** Mean utilisation of the device, 0 to 1; NaN where it is not told. */
  readonly busy: number;
  /** Where what we may use is a slice of the device (MIG): which part of it, 0 to 1, and its name. */
  readonly slice?: { readonly fraction: number; readonly name: string };
}
