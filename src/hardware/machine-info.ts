/** What the machine is; free-form beyond these, shown as it stands. */
export interface MachineInfo {
  readonly cpu: string;
  readonly sockets: number;
  readonly cores: number;
  readonly threads: number;
  readonly ramBytes: number;
  readonly gpus: readonly string[];
  readonly chassis: 'laptop' | 'desktop' | 'server' | 'gpu-server' | 'unknown';
  readonly virtual: boolean;
  readonly container: boolean;
  readonly cloud?: string;
  readonly cloudRegion?: string;
  readonly instanceType?: string;
  /** The physical host of an instance whose type is in the table: threads, and the CPU as the cloud names it. */
  readonly hostThreads?: number;
  readonly hostCpu?: string;
  readonly os: string;
}
