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

/** CPUs that a cgroup's quota allows (`cpu.max`: quota and period); undefined without a limit. */
export function cpuQuota(cpuMax: string | undefined): number | undefined {
  const match = /^(\d+) (\d+)/.exec(cpuMax ?? '');
  if (match === null || Number(match[2]) === 0) return undefined;
  return Number(match[1]) / Number(match[2]);
}
