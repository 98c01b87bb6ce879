import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explicitIntensity } from '../../../src/grid/yearly-intensity.ts';
import type { MachineInfo } from '../../../src/hardware/machine-info.ts';
import { boampsReport } from '../../../src/report/export/boamps.ts';
import { runOfReport } from '../../../src/report/import/boamps/report.ts';
import { aRecord } from '../../book/a-record.ts';

type Schema = Readonly<Record<string, unknown>>;

function schema(name: string): Schema {
  return JSON.parse(
    readFileSync(new URL(`../../fixtures/boamps/${name}`, import.meta.url), 'utf8'),
  ) as Schema;
}

/** What is wrong with a value by a schema: the keywords that BoAmps' schemas use, an unknown property counted as wrong. */
function complaints(value: unknown, by: Schema, at: string): readonly string[] {
  if (typeof by['$ref'] === 'string')
    return complaints(value, schema(by['$ref'].split('/').at(-1) ?? ''), at);
  const {
    type,
    enum: values,
    minimum,
    maximum,
    properties,
    required,
    items,
    minItems,
  } = by as {
    readonly type?: string;
    readonly enum?: readonly unknown[];
    readonly minimum?: number;
    readonly maximum?: number;
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly required?: readonly string[];
    readonly items?: Schema;
    readonly minItems?: number;
  };
  const kind = Array.isArray(value)
    ? 'array'
    : Number.isInteger(value) && type === 'integer'
      ? 'integer'
      : typeof value;
  if (type !== undefined && kind !== type) return [`${at} is no ${type}`];
  if (values !== undefined && !values.includes(value)) return [`${at} is none of ${values.join()}`];
  if (typeof value === 'number' && (value < (minimum ?? -Infinity) || value > (maximum ?? Infinity)))
    return [`${at} is out of range`];
  if (Array.isArray(value)) {
    if (value.length < (minItems ?? 0)) return [`${at} has too few items`];
    return items === undefined ? [] : value.flatMap((each, i) => complaints(each, items, `${at}[${i}]`));
  }
  if (typeof value !== 'object' || value === null || properties === undefined) return [];
  const missing = (required ?? []).filter((key) => !(key in value)).map((key) => `${at}.${key} is missing`);
  const inside = Object.entries(value).flatMap(([key, each]) => {
    const of = properties[key];
    return of === undefined ? [`${at}.${key} is not in the schema`] : complaints(each, of, `${at}.${key}`);
  });
  return [...missing, ...inside];
}

const machine: MachineInfo = {
  cpu: 'AMD EPYC 7763',
  sockets: 2,
  cores: 128,
  threads: 256,
  ramBytes: 512e9,
  gpus: ['NVIDIA A100', 'NVIDIA A100'],
  chassis: 'gpu-server',
  virtual: false,
  container: false,
  os: 'Ubuntu 24.04, kernel 6.8',
};
const wrong = (report: unknown) => complaints(report, schema('report_schema.json'), 'report');

describe('a BoAmps report', () => {
  it('is valid against the schema, of any run', () => {
    const runs = [
      aRecord(),
      aRecord({ machine, metrics: { accuracy: 0.91 } }),
      aRecord({
        machine: { ...machine, cloud: 'aws', instanceType: 'p4d.24xlarge', virtual: true, gpus: [] },
        command: [],
      }),
      aRecord({ metrics: { accuracy: 91 }, endedAt: null, state: 'running' }),
    ];
    for (const run of runs) expect(wrong(boampsReport(run)?.report)).toEqual([]);
  });

  it('has the energy in kWh, the accuracy as a part of 1, and its hardware', () => {
    const report = boampsReport(aRecord({ machine, energyJ: 3.6e6, metrics: { accuracy: 0.91 } }))?.report;
    expect(report).toMatchObject({
      task: { measuredAccuracy: 0.91 },
      measures: [
        { powerConsumption: 1, measurementDuration: 60, measurementDateTime: '2026-11-20 10:00:00' },
      ],
      software: { language: 'python' },
      infrastructure: {
        infraType: 'onPremise',
        components: [{ nbComponent: 2 }, { memorySize: 512 }, { nbComponent: 2 }],
      },
      quality: 'medium',
    });
    expect(boampsReport(aRecord({ metrics: { accuracy: 91 } }))?.report['task']).not.toHaveProperty(
      'measuredAccuracy',
    );
  });

  it('of an imported run names the tool that measured, and what it did not say is not zero', () => {
    const own = aRecord({ machine });
    const imported = {
      ...own,
      kind: 'imported' as const,
      command: [],
      usage: { ...own.usage, runCpu: 0 },
      environment: { 'import.format': 'codecarbon', 'import.version': '2.3.4' },
    };
    const report = boampsReport(imported)?.report;
    expect(wrong(report)).toEqual([]);
    const [measure] = (report?.['measures'] ?? []) as readonly object[];
    expect(measure).toMatchObject({
      measurementMethod: 'codecarbon, taken in by joulebook',
      version: '2.3.4',
    });
    expect(measure).not.toHaveProperty('averageUtilizationCpu');
    expect(report?.['task']).not.toHaveProperty('taskDescription');
    // It comes back as the run that it is.
    expect(runOfReport(report ?? {}, 'x', 0)).toMatchObject({
      value: { identity: `joulebook run ${own.id}` },
    });
  });

  it('says what is only a placeholder, until somebody states it', () => {
    const bare = boampsReport(aRecord());
    expect(bare?.notStated).toEqual(['taskStage', 'taskFamily', 'algorithms', 'dataset']);
    expect(bare?.report).toMatchObject({ header: { reportStatus: 'draft' } });
    const task = {
      taskStage: 'training',
      taskFamily: 'text classification',
      algorithms: [{ algorithmName: 'cnn' }],
      dataset: [{ dataUsage: 'input', dataType: 'text' }],
    };
    const stated = boampsReport(aRecord({ machine }), {
      task,
      environment: { country: 'France' },
      quality: 'high',
    });
    expect(stated?.notStated).toEqual([]);
    expect(stated?.report).toMatchObject({
      header: { reportStatus: 'final' },
      task,
      environment: { country: 'France' },
      quality: 'high',
    });
    expect(wrong(stated?.report)).toEqual([]);
  });

  it('keeps an intensity that was given without a place, and makes no country of it', () => {
    const own = aRecord();
    const given = boampsReport({ ...own, carbon: { ...own.carbon, intensity: explicitIntensity(56) } });
    expect(given?.report['environment']).toEqual({ country: 'not stated', powerSourceCarbonIntensity: 56 });
    expect(wrong(given?.report)).toEqual([]);
  });

  it('is none where only bounds of the energy are known', () => {
    expect(boampsReport(aRecord({ energyJ: null }))).toBeUndefined();
  });

  it('would not pass if it were wrong', () => {
    const { report } = boampsReport(aRecord()) ?? { report: {} };
    expect(wrong({ ...report, quality: 'superb', measures: [] })).toHaveLength(2);
    expect(wrong({ ...report, colour: 'green' })).toHaveLength(1);
  });
});
