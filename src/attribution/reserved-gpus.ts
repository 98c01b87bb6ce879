/** What is known of a claim's reserved GPUs. */
export interface GpuHolder {
  /** Numbers on the machine. */
  readonly gpus?: readonly number[];
  readonly reservation?: string;
}

/**
 * Which claims have reserved which of the GPUs that can be seen. Where a job sees no more GPUs than it has (Slurm constrains its devices), all that
 * are seen are its own, whatever number they have here; only runs of the same job hold them with it.
 *
 * @param names the components, e.g. `gpu:0`; others have no holders.
 * @param claims the measured run first.
 */
export function reservedGpus(
  names: readonly string[],
  claims: readonly GpuHolder[],
): readonly (readonly number[])[] {
  const [own] = claims;
  const isGpu = (name: string): boolean => name.startsWith('gpu:');
  const seesOwnOnly = names.filter(isGpu).length <= (own?.gpus?.length ?? 0);
  const holds = (claim: GpuHolder, gpu: number): boolean =>
    seesOwnOnly
      ? claim === own || (claim.reservation !== undefined && claim.reservation === own?.reservation)
      : claim.gpus?.includes(gpu) === true;
  return names.map((name) => {
    if (!isGpu(name)) return [];
    const gpu = Number(name.slice('gpu:'.length));
    return claims.flatMap((claim, place) => (holds(claim, gpu) ? [place] : []));
  });
}
