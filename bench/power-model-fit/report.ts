import type { Coverage } from './coverage.ts';
import type { Evaluation, RuleScore } from './evaluate.ts';
import type { PackageCheck } from './package-check.ts';

/** What a report names beside the figures. */
export interface ReportFacts {
  readonly date: string;
  /** Hash of the coefficients that the figures are of. */
  readonly hash: string;
  readonly files: readonly {
    readonly name: string;
    readonly sha256: string;
    readonly used: number;
    readonly dropped: number;
    readonly repaired: number;
  }[];
  readonly cpus: number;
  readonly packages: readonly PackageCheck[];
}

const percent = (value: number): string => (100 * value).toFixed(1);

/** The table of all rules on the same rows, as Markdown that is readable as it stands. */
export function rulesTable({ ours, newGeneration, rivals }: Evaluation): string {
  const header = [
    'rule',
    'all',
    'energy',
    'p90',
    '±20 %',
    'bias',
    'idle',
    '10 %',
    '50 %',
    '100 %',
    '2017+',
    'idle',
    '100 %',
  ];
  const line = ({ name, levels, recent }: RuleScore): string[] => [
    name,
    ...[levels.all, levels.energy, levels.p90, levels.within20, levels.bias].map(percent),
    ...[levels.byLevel[0], levels.byLevel[1], levels.byLevel[5], levels.byLevel[10]].map(percent),
    ...[recent.pooled, recent.idle, recent.full].map(percent),
  ];
  return markdown(header, [line(ours), line(newGeneration), ...rivals.map(line)]);
}

/** Errors of the power above idle. */
export function aboveIdleTable({ ours, newGeneration, rivals }: Evaluation): string {
  const line = ({ name, levels: { aboveIdle } }: RuleScore): string[] => [
    name,
    percent(aboveIdle[1]),
    percent(aboveIdle[5]),
    percent(aboveIdle[10]),
  ];
  return markdown(
    ['rule, power above idle', '10 %', '50 %', '100 %'],
    [line(ours), line(newGeneration), ...rivals.map(line)],
  );
}

/** Coverage of the 90 % interval. */
export function coverageTable({ coverage, newGenerationCoverage }: Evaluation): string {
  const line = (name: string, c: Coverage): string[] => [
    name,
    ...[c.pooled, c.idle, c.full].map(percent),
    c.width.toFixed(2),
    c.idleWidth.toFixed(2),
  ];
  return markdown(
    ['90 % interval holds, %', 'pooled', 'idle', '100 %', 'width', 'width at idle'],
    [
      line('servers with 11 levels', coverage.levels),
      line('servers with idle and full load', coverage.ends),
      line('of these since 2017', coverage.recent),
      line('generation never seen, but the oldest (wider interval)', newGenerationCoverage),
    ],
  );
}

/** Package power of CPUs outside and at the edge of the domain. */
export function packageTable(checks: readonly PackageCheck[]): string {
  return markdown(
    ['CPU, package power by RAPL', 'model', 'points', 'in the interval', 'model / counter above 40 % busy'],
    checks.map(({ cpu, method, points, inside, ratio }) => [
      cpu,
      method,
      String(points),
      String(inside),
      ratio.toFixed(2),
    ]),
  );
}

/** The report that belongs to the coefficients. */
export function report(evaluation: Evaluation, { date, hash, files, cpus, packages }: ReportFacts): string {
  const { partitions, sd } = evaluation;
  return `# The power model, ${date}

\`node bench/power-model.mjs DIR --fit\`. Coefficients: \`data/hardware/wall_model.json\`, sha256 \`${hash}\`.

Fitted on, and checked by cross-validation on:

${markdown(
  ['file', 'sha256', 'servers', 'dropped', 'memory repaired'],
  files.map((file) => [
    file.name,
    `\`${file.sha256}\``,
    String(file.used),
    String(file.dropped),
    String(file.repaired),
  ]),
)}
${cpus} CPU models. Dropped: a figure is missing, no table has the TDP, or the CPU is one that the model does not reckon as a server's (under 35 W, for desktops). Repaired: 1 to 4 GB beside 16 and more cores a socket are terabytes whose
figure lost what stood behind the thousands separator; they are taken for whole TB.

## Error at the wall

Median of |predicted / measured − 1| in %, 5-fold by CPU model (all servers of a CPU are held out together), mean of ${partitions} partitions. all: all 11
levels of the servers that published them; energy: of the mean over the levels; p90: 90th percentile; 2017+: idle and full load pooled of results
published since 2017 in the collection that has only these. Over the partitions the standard deviation of "all" is ${percent(sd.all)}, of
"energy" ${percent(sd.energy)}, of "2017+" ${percent(sd.recent)} points. The rivals are as published, on the same rows: what most of them claim is CPU and memory, not the wall,
and Cloud Carbon Footprint's figures come from many of these very servers.

${rulesTable(evaluation)}
${aboveIdleTable(evaluation)}
The features were chosen by cross-validation over these rows, so the figures are somewhat better than on servers that nobody looked at.
"Generation never seen" holds out a whole generation of CPUs at a time.

## The interval

Each part's interval comes from the errors on the other parts (nested), so no server judges itself. Width: median of (high − low) / value.

${coverageTable(evaluation)}
## CPUs outside the servers

The \`cpu\` component of the model, by busy part, beside the package counter.

${packageTable(packages)}
At rest these packages draw 0.2 to 1.5 W, which no model by TDP tells: the wall there is board, memory and supply.

SPEC and SPECpower_ssj are registered trademarks of the Standard Performance Evaluation Corporation; its results are copyright SPEC and are not shipped.
`;
}

function markdown(header: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = header.map((_, c) => Math.max(...[header, ...lines].map((line) => (line[c] ?? '').length)));
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell, c) => (c === 0 ? cell.padEnd(widths[c] ?? 0) : cell.padStart(widths[c] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, c) => (c === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return `${[row(header), rule, ...lines.map(row)].join('\n')}\n`;
}
