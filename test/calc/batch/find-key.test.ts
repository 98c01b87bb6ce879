import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findKey, plainKey } from '../../../src/calc/batch/find-key.ts';
import { readNumber } from '../../../src/calc/batch/read-number.ts';
import { bareNames, slotNames, type SlotSpec } from '../../../src/calc/batch/slot-spec.ts';
import { type Slot, SLOTS } from '../../../src/calc/batch/slots.ts';
import { UNIT_WORDS } from '../../../src/calc/batch/unit-words.ts';

const entries = Object.entries(SLOTS) as readonly (readonly [Slot, SlotSpec])[];

describe('keys of rows', () => {
  it.each([
    ['intensity_lb_per_kwh', 'intensity', 453.59237],
    ['carbon_intensity_gco2e_per_kwh', 'intensity', 1],
    ['intensity_kg', 'intensity', 1000],
    ['lb_per_chip_hour', 'kgPerDeviceHour', 0.45359237],
    ['power_w_each', 'powerEach', 1],
    ['total_power_kw', 'powerTotal', 1000],
    ['training_days', 'hours', 24],
    ['hours_to_train', 'hours', 1],
    ['gpu_days', 'acceleratorHours', 24],
    ['gpu_hours_millions', 'acceleratorHours', 1e6],
    ['h100_hours', 'acceleratorHours', 1],
    ['tpu_v3_days', 'acceleratorHours', 24],
    ['seconds_per_step', 'hoursPerStep', 1 / 3600],
    ['energy_mwh', 'energy', 1000],
    ['memory_w_per_gb', 'memoryWPerGB', 1],
    ['tokens_t', 'tokens', 1e12],
    ['params_b', 'parameters', 1e9],
    ['petaflop_s_days', 'totalFlops', 8.64e19],
    ['achieved_flops_per_s', 'achievedFlops', 1],
    ['tflops', 'achievedFlops', 1e12],
    ['peak_tflops', 'peakFlops', 1e12],
    ['total_flops', 'totalFlops', 1],
    ['mfu_pct', 'mfu', 0.01],
    ['life_years', 'lifeYears', 1],
    ['te', 'embodiedTotal', 1],
    ['Total number of GPUs used', 'count', 1],
    ['GPUs/node', 'perNode', 1],
    ['chips_used', 'hardware', 1],
    ['nGPUs', 'count', 1],
    ['numberOfGPUs', 'count', 1],
    ['GPUhours', 'acceleratorHours', 1],
    ['Time (GPU hours)', 'acceleratorHours', 1],
    ['TPUv3-core-days', 'acceleratorHours', 24],
    ['tpu_v3_chips', 'count', 1],
    ['avg watts per processor', 'powerMean', 1],
    [
      'Measured System Average Power per Accelerator, Including Memory, Network Interface, Fans, Host CPU (W)',
      'powerMean',
      1,
    ],
    ['gpu_watts_each', 'powerEach', 1],
    ['Training Power Consumption (W)', 'power', 1],
    ['total_gpu_power_mwh', 'energyPart', 1000],
    ['Datacenter Gross CO2e/KWh (kg/KWh)', 'intensity', 1000],
    ['net_co2e_per_kwh', 'intensityNet', 1],
    ['carbonIntensityKgCO2ePerKWh', 'intensity', 1000],
    ['kwh_per_1000_queries', 'energyPerQuery', 0.001],
    ['Training compute (petaFLOP/s-days)', 'totalFlops', 8.64e19],
    ['sustained TFLOP/s per GPU', 'achievedFlops', 1e12],
    ['PUE (data centre)', 'pue', 1],
    ['year_trained', 'year', 1],
  ] as const)('%s is %s', (key, slot, factor) => {
    const known = findKey(key);
    expect(known?.slot).toBe(slot);
    expect(known?.factor).toBeCloseTo(factor, 12);
  });

  it.each([
    'colour',
    'emissions',
    'training',
    'carbon',
    'measured',
    'kg',
    'average_return',
    'layers',
    'n_layers',
    'heads',
    'hidden_size',
    'warmup_steps',
    'max_steps',
    'release_year',
    'max_seq_len',
    'loss',
    'top1',
    'vocab_size',
    'gpu_memory_gb',
    'disk_gb',
    'water_l',
    'price_usd',
    'cost_per_gpu_hour',
    'flops_per_token',
    'params_per_layer',
    'tokens_per_batch',
    'samples_per_second',
    'latency_ms',
    'epochs_per_hour',
    'steps_per_hour',
    'train_time_m',
    'energy_k',
    'carbon_intensity_t',
    'queries_per_day',
    'num_workers',
    'max_tokens',
    'eval_hours',
    'queue_time',
    'time_limit',
    'idle_power_w',
    'fan_power_w',
    'total_tdp',
    'budget_kwh',
    'household_kwh_per_year',
    'kwh_per_gpu',
    'remaining_hours',
    'month',
    'day',
    'cfe_pct',
    'dataset_size_gb',
    '',
  ])('%s is none', (key) => {
    expect(findKey(key)).toBeUndefined();
  });

  it('stand for one thing each: no name with a unit is in two slots', () => {
    for (const [slot, spec] of entries) {
      const { dimension } = spec;
      if (dimension === 'text') continue;
      const unit = Object.keys(UNIT_WORDS[dimension]).find((word) => UNIT_WORDS[dimension][word] === 1);
      for (const name of slotNames(spec)) {
        const key = name === '' ? unit : unit === undefined ? name : `${name}_${unit}`;
        // `flops` alone is an amount, not a rate.
        if (unit === undefined || key === undefined || (slot === 'achievedFlops' && name === '')) continue;
        expect(findKey(key)?.slot, key).toBe(slot);
      }
    }
  });

  it('that need no unit are found without one', () => {
    for (const [slot, spec] of entries)
      for (const name of bareNames(spec)) expect(findKey(name)?.slot, name).toBe(slot);
  });

  it('are plain whatever their case', () => {
    expect(plainKey('Hours to Train')).toBe('hours_to_train');
    expect(plainKey('acceleratorHours')).toBe('accelerator_hours');
    expect(plainKey('Intensity (kg/kWh)')).toBe('intensity_kg_per_kwh');
  });
});

describe('numbers of rows', () => {
  it.each([
    ['1,082,990', 'hours', 1_082_990],
    ['1.46M', 'hours', 1_460_000],
    ['3.9 M h', 'hours', 3_900_000],
    ['3.3 days', 'hours', 79.2],
    ['12:30:00', 'hours', 12.5],
    ['1d 6h', 'hours', 30],
    ['~36', 'hours', 36],
    ['400 W', 'watts', 400],
    ['0.4kW', 'watts', 400],
    ['80 %', 'part', 0.8],
    ['7B', 'number', 7e9],
    ['2T', 'number', 2e12],
    ['3.14e23', 'flops', 3.14e23],
    ['150 TFLOPS', 'flopsPerS', 150e12],
    ['0.43 kgCO2e/kWh', 'gPerKwh', 430],
    ['429 g CO₂e/kWh', 'gPerKwh', 429],
    ['64GB', 'gigabytes', 64],
  ] as const)('%s', (text, dimension, value) => {
    expect((readNumber(text, dimension)?.value ?? Number.NaN) / value).toBeCloseTo(1, 12);
  });

  it.each([
    ['a while', 'hours'],
    ['400 Wh', 'watts'],
    ['12 furlongs', 'hours'],
    ['', 'number'],
    ['kWh', 'kwh'],
  ] as const)('%s is none', (text, dimension) => {
    expect(readNumber(text, dimension)).toBeUndefined();
  });

  it('are read back as they are written', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }), (value) => {
        expect(readNumber(String(value), 'number')?.value).toBe(Object.is(value, -0) ? 0 : value);
      }),
    );
  });
});
