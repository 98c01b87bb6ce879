/** Ticks a second of /proc's CPU times: USER_HZ, fixed at 100 by the Linux ABI on every architecture that Node runs on. */
export const TICKS_PER_S = 100;

/** One process as /proc/PID/stat tells it. */
export interface ProcessStat {
  readonly pid: number;
  readonly name: string;
  readonly state: string;
  readonly ppid: number;
  readonly pgrp: number;
  /** CPU seconds of the process itself and of the children it has waited for. */
  readonly ownCpuS: number;
  readonly waitedCpuS: number;
  /** Ticks since boot; with the pid it names a process for good. */
  readonly startTicks: number;
  readonly rssPages: number;
}

/** Parses /proc/PID/stat; the name may hold spaces and parentheses. */
export function parseProcessStat(text: string): ProcessStat | undefined {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open === -1 || close === -1) return undefined;
  const fields = text.slice(close + 2).split(' ');
  const number = (i: number): number => Number(fields[i - 3]); // numbered as in proc(5), state is 3
  return {
    pid: Number(text.slice(0, open)),
    name: text.slice(open + 1, close),
    state: fields[0] ?? '?',
    ppid: number(4),
    pgrp: number(5),
    ownCpuS: (number(14) + number(15)) / TICKS_PER_S,
    waitedCpuS: (number(16) + number(17)) / TICKS_PER_S,
    startTicks: number(22),
    rssPages: number(24),
  };
}

/** CPU time of the whole machine since boot, CPU seconds. */
export interface MachineCpu {
  /** user + nice + system + irq + softirq. Guest time is within user; waiting and stolen time are no work of ours. */
  readonly busyS: number;
  /** Time that the hypervisor gave to others. */
  readonly stolenS: number;
  /** busy + idle + iowait + stolen. */
  readonly totalS: number;
}

/** Where in the first line of /proc/stat the fields stand: user, nice, system, idle, iowait, irq, softirq, steal; guest time is in user. */
const [IDLE, IOWAIT, STEAL, FIELDS] = [3, 4, 7, 8];

/** Parses the first line of /proc/stat. On the sampling path: one look at each character, nothing made on the way. */
export function parseMachineCpu(text: string): MachineCpu {
  let [busy, waiting, steal] = [0, 0, 0];
  let field = -1; // the word `cpu`
  let number = 0;
  for (let i = text.indexOf(' '); i >= 0 && field < FIELDS; i++) {
    const digit = text.charCodeAt(i) - ZERO; // NaN behind the end
    if (digit >= 0 && digit <= 9) {
      number = number * 10 + digit;
      continue;
    }
    if (text.charCodeAt(i - 1) >= ZERO && field >= 0) {
      if (field === STEAL) steal = number;
      else if (field === IDLE || field === IOWAIT) waiting += number;
      else busy += number;
    }
    if (digit !== SPACE - ZERO) break;
    if (text.charCodeAt(i + 1) !== SPACE) field++;
    number = 0;
  }
  return {
    busyS: busy / TICKS_PER_S,
    stolenS: steal / TICKS_PER_S,
    totalS: (busy + waiting + steal) / TICKS_PER_S,
  };
}

const ZERO = 0x30;
const SPACE = 0x20;
