/** CPUs of several generations, with cores, and sizes of servers: the power follows a plain rule and a little noise. */
const CPUS = [
  ['Intel Xeon X5670', 95, 6, 2010],
  ['Intel Xeon L5530', 60, 4, 2009],
  ['Intel Xeon E5-2660', 95, 8, 2012],
  ['Intel Xeon E5-2670', 115, 8, 2012],
  ['Intel Xeon E5-2699 v4', 145, 22, 2016],
  ['Intel Xeon Platinum 8180', 205, 28, 2017],
  ['Intel Xeon Platinum 8280', 205, 28, 2019],
  ['Intel Xeon Gold 6252', 150, 24, 2019],
  ['Intel Xeon Platinum 8380', 270, 40, 2021],
  ['Intel Xeon Platinum 8490H', 350, 60, 2023],
  ['AMD EPYC 7742', 225, 64, 2019],
  ['AMD EPYC 7763', 280, 64, 2021],
  ['AMD EPYC 9654', 360, 96, 2022],
  ['AMD EPYC 9754', 360, 128, 2023],
] as const;

interface MadeUp {
  readonly cpu: string;
  readonly tdpW: number;
  readonly sockets: number;
  readonly cores: number;
  readonly gb: number;
  readonly year: number;
  readonly watts: readonly number[];
}

function server(i: number): MadeUp {
  const [cpu, tdpW, coresPerSocket, year] = CPUS[i % CPUS.length] ?? CPUS[0];
  const sockets = 1 + ((i * 7) % 2);
  const cores = coresPerSocket * sockets;
  const gb = cores * (2 + (i % 3));
  const noise = 1 + 0.08 * Math.sin(i * 12.9898);
  const idle = 30 + 0.2 * tdpW * sockets + 0.1 * gb;
  const full = idle + 0.9 * tdpW * sockets;
  const watts = Array.from({ length: 11 }, (_, k) =>
    Number(((idle + (full - idle) * (k / 10) ** 1.2) * noise).toFixed(1)),
  );
  return { cpu, tdpW, sockets, cores, gb, year, watts };
}

/** Servers with idle and every tenth of the load, as `specpower_train.csv` writes them. */
export function madeUpLevels(count: number): string {
  const header =
    'HW_CPUName,CPUChips,CPUCores,CPUThreads,HW_MemAmountGB,Hardware_Availability_Year,TDP,ActiveIdle,10_AvgPower,20_AvgPower,30_AvgPower,40_AvgPower,50_AvgPower,60_AvgPower,70_AvgPower,80_AvgPower,90_AvgPower,100_AvgPower';
  return lines(header, count, (i) => {
    const { cpu, tdpW, sockets, cores, gb, year, watts } = server(i);
    return [`"${cpu} (as sold)"`, sockets, cores, 2 * cores, gb, year, tdpW, ...watts];
  });
}

/** Servers with idle and full load, as `specpower_2026_train.csv` writes them. */
export function madeUpEnds(count: number): string {
  const header =
    'CPU Description,Chips,# Cores,Total Threads,Total Memory (GB),Published,avg. watts @ active idle,avg. watts @ 100%';
  return lines(header, count, (i) => {
    const { cpu, sockets, cores, gb, year, watts } = server(i + 5);
    return [cpu, sockets, cores, 2 * cores, gb, `Nov-${year}`, watts[0] ?? 0, watts[10] ?? 0];
  });
}

function lines(header: string, count: number, row: (i: number) => readonly (string | number)[]): string {
  return `${[header, ...Array.from({ length: count }, (_, i) => row(i).join(','))].join('\n')}\n`;
}
