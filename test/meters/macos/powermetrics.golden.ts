/** What `powermetrics --samplers cpu_power` prints before its samples, Apple silicon. */
export const APPLE_HEAD = `Machine model: Mac14,2
OS version: 23F79
Boot arguments: 
Boot time: Tue Jun  4 08:12:17 2024


`;

/** One sample of Apple silicon. */
export function appleSample(elapsedMs: string, cpuMW: number, gpuMW: number, aneMW: number): string {
  return `
*** Sampled system activity (Tue Jun  4 13:41:46 2024 +0200) (${elapsedMs}ms elapsed) ***


**** Processor usage ****

E-Cluster Online: 100%
E-Cluster HW active frequency: 1248 MHz
E-Cluster HW active residency:  77.43% (600 MHz:   0% 912 MHz:  54% 1284 MHz: 8.1% 2424 MHz: 8.7%)
E-Cluster idle residency:  22.57%
CPU 0 frequency: 1359 MHz
CPU 0 active residency:  51.54% (600 MHz:   0% 912 MHz:  28% 2424 MHz: 7.2%)
P-Cluster Online: 100%
P-Cluster HW active frequency: 1145 MHz
P-Cluster idle residency:  43.77%
CPU 4 frequency: 2039 MHz

CPU Power: ${cpuMW} mW
GPU Power: ${gpuMW} mW
ANE Power: ${aneMW} mW
Combined Power (CPU + GPU + ANE): ${cpuMW + gpuMW + aneMW} mW

**** GPU usage ****

GPU HW active frequency: 389 MHz
GPU HW active residency:   4.54% (389 MHz: 4.5% 486 MHz:   0%)
GPU idle residency:  95.46%
GPU Power: ${gpuMW + 1} mW

`;
}

/** One sample of an Intel Mac. */
export function intelSample(elapsedMs: string, packageW: string): string {
  return `
*** Sampled system activity (Thu Feb 24 10:00:01 2022 +0100) (${elapsedMs}ms elapsed) ***


**** Processor usage ****

Intel energy model derived package power (CPUs+GT+SA): ${packageW}W

LLC flushed residency: 29.1%

System Average frequency as fraction of nominal: 73.07% (1680.52 Mhz)
Package 0 C-state residency: 32.49% (C2: 10.53% C3: 4.02% C6: 0.00%)

Performance Limited Due to:
CPU LIMIT TURBO_ATTENUATION
`;
}
