import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { realHost } from '../../src/host/real-host.io.ts';
import { matchedCpu } from '../../src/meters/model/matched-cpu.io.ts';
import type { BusyCurve } from '../../src/meters/model/busy-curve.ts';
import { coefficientsText } from './coefficients-text.ts';
import type { GenerationTable } from '../../src/meters/model/cpu-generation.ts';
import { modelTables } from '../../src/meters/model/model-tables.io.ts';
import { evaluate } from './evaluate.ts';
import { fitBusy, raplCurves, teadsCurves } from './fit-busy.ts';
import { packageChecks } from './package-check.ts';
import { aboveIdleTable, coverageTable, packageTable, report, rulesTable } from './report.ts';
import { type ReadRows, rowsWithEnds, rowsWithLevels } from './server-rows.ts';

/** What the bench is asked for. */
export interface Wishes {
  /** Folder with `specpower_train.csv` and `specpower_2026_train.csv`, and perhaps the others. */
  readonly folder: string;
  /** Folder of the repository. */
  readonly root: string;
  /** Writes coefficients and report. */
  readonly fit: boolean;
  readonly partitions: number;
  /** Day of the report. */
  readonly date: string;
  readonly say: (text: string) => void;
}

const LEVELS_FILE = 'specpower_train.csv';
const ENDS_FILE = 'specpower_2026_train.csv';
const STRESS_FILES = {
  'teads_aws_instances.csv': teadsCurves,
  'codecarbon_rapl_load_profiles.csv': raplCurves,
};
const SPEC_SOURCE =
  'Derived from published SPECpower_ssj2008 results, www.spec.org, by bench/power-model --fit. SPEC and SPECpower_ssj are registered trademarks of the Standard Performance Evaluation Corporation.';

/** Fits, checks and prints; with `fit` writes what it found. */
export function powerModelBench({ folder, root, fit, partitions, date, say }: Wishes): void {
  const generations = JSON.parse(
    readFileSync(join(root, 'data/hardware/wall_generations.json'), 'utf8'),
  ) as GenerationTable;
  const host = realHost();
  const tdpOf = (cpu: string): number | undefined => matchedCpu(host, cpu).cpu.tdpW;
  const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const read: Record<string, ReadRows> = {
    [LEVELS_FILE]: rowsWithLevels(text(LEVELS_FILE), tdpOf, generations),
    [ENDS_FILE]: rowsWithEnds(text(ENDS_FILE), tdpOf, generations),
  };
  const rows = Object.values(read).flatMap((one) => one.rows);
  say(`${rows.length} servers; fitting and cross-validating, ${partitions} partitions …\n\n`);
  const evaluation = evaluate(rows, partitions);
  const files = Object.entries(read).map(([name, { rows: used, dropped, repaired }]) => ({
    name,
    sha256: sha256(text(name)),
    used: used.length,
    dropped,
    repaired,
  }));
  const curves = Object.entries(STRESS_FILES).flatMap(([name, curvesOf]) =>
    existsSync(join(folder, name)) ? curvesOf(text(name)) : [],
  );
  const busy = curves.length === 0 ? undefined : fitBusy(curves, rows);
  const shipped = modelTables().wall.hash;
  const model = coefficientsText(evaluation.model, {
    files,
    source: SPEC_SOURCE,
    year: Math.max(...rows.map(({ year }) => year)),
    report: `docs/bench/${date}-power-model.md`,
  });
  if (fit) {
    writeFileSync(join(root, 'data/hardware/wall_model.json'), model.text);
    if (busy !== undefined)
      writeFileSync(join(root, 'data/hardware/wall_busy.json'), busyText(busy, curves.length));
  }
  const rapl = join(folder, 'codecarbon_rapl_load_profiles.csv');
  const packages = existsSync(rapl)
    ? packageChecks(readFileSync(rapl, 'utf8'), modelTables(), (cpu) => matchedCpu(host, cpu).cpu)
    : [];
  const cpus = new Set(rows.map(({ key }) => key)).size;
  say(`${rulesTable(evaluation)}\n${aboveIdleTable(evaluation)}\n${coverageTable(evaluation)}\n`);
  if (packages.length > 0) say(`${packageTable(packages)}\n`);
  say(`coefficients: ${model.hash}${model.hash === shipped ? ' (those that are shipped)' : ''}\n`);
  if (fit) {
    const name = `docs/bench/${date}-power-model.md`;
    writeFileSync(join(root, name), report(evaluation, { date, hash: model.hash, files, cpus, packages }));
    say(`wrote data/hardware/wall_model.json and ${name}\n`);
  }
}

function busyText(busy: BusyCurve, curves: number): string {
  const all = {
    id: 'wall-busy.1',
    about:
      'From the busy part of the CPUs, as an operating system counts it, to power: the part of the rise from idle to full power that CPUs under synthetic load show at 0, 10, … 100 % busy, and the relative standard deviations [down, up] of the rise half-way between it and the rise of servers under graded load.',
    ...busy,
    curves,
    note: 'The spread holds nine in ten of both kinds of curves, each kind counting half; at full load it is judged (-20 % to +12 % of the rise: what the CPUs compute). At 0 it is that of 10 %.',
    source:
      "Package power by load: Teads' EC2 measurements (B. Davy, 2021, MIT) and CodeCarbon's load profiles (mlco2/codecarbon, 2025, MIT); servers: SPECpower_ssj2008 results, www.spec.org",
    year: 2025,
    licence: 'derived figures; sources MIT and SPEC',
  };
  return `${JSON.stringify(all, null, 2).replaceAll(/\[\s+([-\d.,\s]+?)\s+\]/g, (_, inner: string) => `[${inner.replaceAll(/\s+/g, ' ')}]`)}\n`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
