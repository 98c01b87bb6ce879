/** How to let every user read the counters, now and after each boot. */
export interface UdevRule {
  readonly path: string;
  readonly text: string;
  /** Commands, as root, that put it into effect without a reboot. */
  readonly apply: readonly string[];
}

/** The command that does it until the next boot. The kernel made these files root's own in 2020 (CVE-2020-8694). */
export const READ_NOW =
  'sudo chmod a+r /sys/class/powercap/intel-rapl*/energy_uj /sys/class/powercap/intel-rapl*/max_energy_range_uj';

/**
 * The udev rule that makes the energy counters of RAPL readable. It must be installed by root, and every local user can then read
 * them: this is what the kernel's developers closed against PLATYPUS, so it is not for machines with users who are not trusted.
 *
 * @example
 * raplUdevRule().path; // '/etc/udev/rules.d/70-joulebook-rapl.rules'
 */
export function raplUdevRule(): UdevRule {
  return {
    path: '/etc/udev/rules.d/70-joulebook-rapl.rules',
    text: [
      '# joulebook: every user may read the energy counters of the CPU and its memory (RAPL).',
      '# They are for root only since Linux 5.10: their fine grain can give away secrets of other users (CVE-2020-8694, PLATYPUS).',
      `SUBSYSTEM=="powercap", ACTION=="add|change", KERNEL=="intel-rapl*:*", RUN+="/bin/sh -c 'chmod a+r /sys%p/energy_uj /sys%p/max_energy_range_uj'"`,
      '',
    ].join('\n'),
    apply: ['udevadm control --reload', 'udevadm trigger --subsystem-match=powercap --action=change'],
  };
}
