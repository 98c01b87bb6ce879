import { type Problem, problem } from '../errors.ts';

/** Signs of a container, as read. */
export interface ContainerSigns {
  /** `container` of the environment (systemd, podman, lxc). */
  readonly envContainer: string | undefined;
  readonly kubernetes: boolean;
  /** /.dockerenv or /run/.containerenv stands. */
  readonly markerFile: boolean;
  /** /proc/1/cgroup or /proc/self/cgroup. */
  readonly cgroup: string;
  /** /proc/self/mountinfo, or its beginning. */
  readonly mountInfo: string;
}

/** True if we run inside a container. WSL sets `container=wsl` nowhere; flatpak and snap share the host and count as none. */
export function inContainer(signs: ContainerSigns): boolean {
  if (signs.envContainer !== undefined && !/^(|flatpak|snap)$/.test(signs.envContainer)) return true;
  if (signs.kubernetes || signs.markerFile) return true;
  if (/\/(docker|kubepods|lxc|libpod|containerd|crio)[-/.:]|\/docker\b|cri-containerd/.test(signs.cgroup))
    return true;
  // The root of a container is an overlay (docker, podman, containerd); a live USB system's is one too, and pays with a label.
  return /^\d+ \d+ \S+ \S+ \/ .* - overlay /m.test(signs.mountInfo);
}

/**
 * Whether /proc/stat counts the work of this container only, not the machine's: lxcfs is mounted over it, or it has fewer CPUs than the machine.
 *
 * @param mountInfo /proc/self/mountinfo.
 */
export function isOwnStat(mountInfo: string, countedCpus: number, threads: number): boolean {
  return (
    (countedCpus > 0 && countedCpus < threads) ||
    /^\d+ \d+ \S+ \S+ \/proc\/stat .* - fuse\.lxcfs /m.test(mountInfo)
  );
}

/** What to say of a container, whose processes see only a part of the machine's use. */
export interface ContainerFacts {
  readonly container: boolean;
  /** CPUs over which /proc/stat counts. */
  readonly cpuCapacity: number;
  readonly cpuLimit?: number;
  readonly isOwnStat: boolean;
}

/** The most of the machine's idle energy that a run in a container can own: the part of its CPUs that the container may use; 1 outside of one. */
export function ceilingOf({ container, cpuCapacity, cpuLimit }: ContainerFacts): number {
  return !container || cpuLimit === undefined || cpuCapacity <= 0 ? 1 : Math.min(1, cpuLimit / cpuCapacity);
}

/** How the container limits what can be said of a run's share; undefined where it does not. */
export function containerWarning(facts: ContainerFacts): Problem | undefined {
  const { container, cpuCapacity, cpuLimit, isOwnStat: own } = facts;
  if (!container) return undefined;
  if (own) {
    return problem(
      'E_SHARE',
      "this run's share of the machine may be too high",
      `in this container /proc/stat counts ${counted(cpuCapacity)} and the container's own work: what others use of the machine is not seen`,
      'for exact shares run joulebook on the machine itself: joulebook run --pid PID',
    );
  }
  if (ceilingOf(facts) === 1) return undefined;
  return problem(
    'E_SHARE',
    `this run owns at most ${partText(ceilingOf(facts))} of the machine's idle energy`,
    `its container may use ${plain(cpuLimit ?? cpuCapacity)} of the machine's ${counted(cpuCapacity)}, and runs in other containers are not seen from here`,
    'nothing needs to be done; where the container has the machine to itself, start it without a CPU limit',
  );
}

function counted(cpus: number): string {
  return cpus === 1 ? '1 CPU' : `${cpus} CPUs`;
}

function plain(cpus: number): string {
  return Number.isInteger(cpus) ? String(cpus) : cpus.toFixed(2);
}

function partText(part: number): string {
  return `${Number((part * 100).toPrecision(2))} %`;
}
