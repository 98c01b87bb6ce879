import { type ProviderNames, providerKey } from './provider-name.ts';

/** What somebody wrote for an instance type, taken apart. */
export interface InstanceName {
  /** Key of the cloud, where one was named. */
  readonly provider?: string;
  /** Lower case, spaces as in the metadata of Azure: `standard_nc24ads_a100_v4`. */
  readonly type: string;
}

/**
 * Reads an instance type as people and metadata write it: `aws:p4d.24xlarge`, `Standard NC24ads A100 v4`, SageMaker's `ml.p4d.24xlarge`,
 * `projects/1/machineTypes/n1-standard-8`.
 */
export function readInstanceName(text: string, names: ProviderNames): InstanceName {
  const clean = text.trim();
  const path = /machineTypes\/([^/]+)$/i.exec(clean)?.[1];
  if (path !== undefined) return { provider: 'gcp', type: fold(path) };
  const named = /^([a-z][a-z0-9 _-]*?)\s*[:/]\s*(\S.*)$/i.exec(clean);
  const [, cloud, type] = named ?? [];
  if (cloud === undefined || type === undefined) return { type: fold(clean) };
  return { provider: providerKey(cloud, names), type: fold(type) };
}

function fold(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '_')
    .replace(/^ml\./, '');
}

/** A machine of Google Cloud whose size its user chose, e.g. `n2-custom-8-16384`; memory in GiB. */
export function customSize(
  type: string,
): { readonly series: string; readonly vcpus: number; readonly memoryGB: number } | undefined {
  const match = /^(?:([a-z]\d[a-z]?)-)?custom-(\d+)-(\d+)(?:-ext)?$/.exec(type);
  if (match === null) return undefined;
  const [, series = 'n1', vcpus, megabytes] = match;
  const size = { series, vcpus: Number(vcpus), memoryGB: Number(megabytes) / 1024 };
  return size.vcpus > 0 && size.memoryGB > 0 ? size : undefined;
}

/** How alike two types are written: shared parts from the left count double. Only the order of the numbers means anything. */
export function likeness(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  let shared = 0;
  while (shared < left.length && left[shared] === right[shared]) shared += 1;
  const rest = new Set(right.slice(shared));
  const later = left.slice(shared).filter((part) => rest.has(part)).length;
  return 2 * shared + later - Math.abs(left.length - right.length) / 2;
}

/** `p4d.24xlarge` in its letters and numbers; what every type of a cloud begins with is left out. */
function parts(type: string): string[] {
  return type.replace(/^standard_/, '').match(/[a-z]+|\d+/g) ?? [];
}
