import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AcceleratorOrder, matchAccelerator } from '../../src/hardware/accelerators.io.ts';
import { csvRows } from '../../src/hardware/csv-rows.ts';
import { packageText } from '../../src/host/package-data.io.ts';
import { realHost } from '../../src/host/real-host.io.ts';

const host = realHost({ cwd: '/', home: undefined, env: {} });

function found(text: string): AcceleratorOrder {
  const match = matchAccelerator(host, text);
  if (match.kind !== 'found') throw new Error(`"${text}" is ${match.kind}`);
  return match.value;
}

describe('names of accelerators as people, tools, clouds and model cards write them', () => {
  it.each([
    ['a100', 'a100-sxm-80gb', 1],
    ['NVIDIA A100-SXM4-80GB', 'a100-sxm-80gb', 1],
    ['NVIDIA A100 80GB PCIe', 'a100-pcie-80gb', 1],
    ['NVIDIA A100-PCIE-40GB', 'a100-pcie-40gb', 1],
    ['A100 SXM4 80 GB', 'a100-sxm-80gb', 1],
    ['A100 SXM 40G', 'a100-sxm-40gb', 1],
    ['A100 40', 'a100-sxm-40gb', 1],
    ['A100-80GB', 'a100-sxm-80gb', 1],
    ['nvidia-a100-80gb', 'a100-sxm-80gb', 1],
    ['8xH100', 'h100-sxm-80gb', 8],
    ['8 x A100-SXM4-80GB', 'a100-sxm-80gb', 8],
    ['4× V100', 'v100-sxm2-16gb', 4],
    ['4 V100', 'v100-sxm2-16gb', 4],
    ['4*V100', 'v100-sxm2-16gb', 4],
    ['A100 x8', 'a100-sxm-80gb', 8],
    ['A100 (8x)', 'a100-sxm-80gb', 8],
    ['Nvidia V100 32GB (8 GPUs)', 'v100-sxm2-32gb', 8],
    ['16x8xH100', 'h100-sxm-80gb', 128],
    ['1,024 A100', 'a100-sxm-80gb', 1024],
    ['two T4', 't4', 2],
    ['a single A100 GPU', 'a100-sxm-80gb', 1],
    ['8 A100s', 'a100-sxm-80gb', 8],
    ['8 V100s', 'v100-sxm2-16gb', 8],
    ['8 V100S', 'v100s-pcie-32gb', 8],
    ['8 L40s', 'l40s', 8],
    ['NVIDIA H100 80GB HBM3', 'h100-sxm-80gb', 1],
    ['NVIDIA H100 PCIe', 'h100-pcie-80gb', 1],
    ['NVIDIA H100 NVL', 'h100-nvl-94gb', 1],
    ['NVIDIA GH200 480GB', 'gh200', 1],
    ['Tesla V100-SXM2-32GB', 'v100-sxm2-32gb', 1],
    ['Tesla V100-PCIE-16GB', 'v100-pcie-16gb', 1],
    ['Tesla P100-PCIE-16GB', 'p100-pcie-16gb', 1],
    ['Tesla P100', 'p100-pcie-16gb', 1],
    ['nvidia-tesla-t4', 't4', 1],
    ['P40', 'p40', 1],
    ['NVIDIA A10G', 'a10g', 1],
    ['RTX 3090', 'rtx-3090', 1],
    ['3090', 'rtx-3090', 1],
    ['8 3090', 'rtx-3090', 8],
    ['GeForce RTX 4090', 'rtx-4090', 1],
    ['GTX 1080 Ti', 'gtx-1080-ti', 1],
    ['1080ti', 'gtx-1080-ti', 1],
    ['2 1080 Ti', 'gtx-1080-ti', 2],
    ['GTX 1080 (measured on 3x GTX 1080 Ti; Table prints P100x3)', 'gtx-1080', 1],
    ['GIGABYTE GTX 1660 OC', 'gtx-1660', 1],
    ['NVIDIA GeForce RTX 3080 Laptop GPU', 'rtx-3080-laptop', 1],
    ['NVIDIA RTX A6000', 'rtx-a6000', 1],
    ['NVIDIA RTX 6000 Ada Generation', 'rtx-6000-ada', 1],
    ['Quadro RTX 6000', 'quadro-rtx-6000', 1],
    ['NVIDIA TITAN RTX', 'titan-rtx', 1],
    ['TITAN X (Pascal)', 'titan-x-pascal', 1],
    ['GeForce GTX TITAN X', 'titan-x-maxwell', 1],
    ['AMD Instinct MI300X', 'mi300x', 1],
    ['MI250X', 'mi250x', 1],
    ['AMD RX480', 'rx-480', 1],
    ['Intel(R) Data Center GPU Max 1550', 'max-1550', 1],
    ['Gaudi2', 'gaudi2', 1],
    ['Apple M2 Ultra', 'm2-ultra', 1],
    ['TPU v3', 'tpu-v3', 1],
    ['TPU v3 (8 cores)', 'tpu-v3', 4],
    ['TPU v3-8 (Kaggle)', 'tpu-v3', 4],
    ['gpu:a100:4', 'a100-sxm-80gb', 4],
    ['Google Colab T4', 't4', 1],
    ['RTX 2070S', 'rtx-2070-super', 1],
    ['8 RTX 2080s', 'rtx-2080', 8],
    ['TPUv3', 'tpu-v3', 1],
    ['tpu-v4', 'tpu-v4', 1],
    ['TPUv2 Chip', 'tpu-v2', 1],
    ['v5e', 'tpu-v5e', 1],
    ['v5litepod-16', 'tpu-v5e', 16],
    ['v3-8', 'tpu-v3', 4],
    ['TPU v3-2048', 'tpu-v3', 1024],
    ['4x TPU v4-8', 'tpu-v4', 16],
    ['256 TPU v3 cores', 'tpu-v3', 128],
    ['v6e-8', 'tpu-v6e', 8],
  ])('%s', (text, key, count) => {
    const order = found(text);
    expect([order.accelerator.key, order.count]).toEqual([key, count]);
    if (count > 1) expect(order.countGiven).toBe(true);
  });

  it.each([
    '0xH100',
    '-3xH100',
    'p4d.24xlarge',
    'inf2.xlarge',
    'a2-highgpu-8g',
    'g2-standard-4',
    'RTX 3090S',
    'Standard_NC24ads_A100_v4',
    'A100X',
    'RTX 9090',
    'A100 PCIe 16GB',
  ])('"%s" is none of the table', (text) => expect(matchAccelerator(host, text).kind).toBe('unknown'));
  it.each([
    '',
    '   ',
    'xyzzy',
    'TPU v3 pod',
    'A100 and H100',
    'A100-SXM4-40GB MIG 3g.20gb',
    'GeForce RTX 2080 with Max-Q Design',
    'v3-7',
  ])('nothing is guessed for "%s"', (text) => expect(matchAccelerator(host, text).kind).toBe('unknown'));

  it('an unknown name gives what is spelt alike; a known model in an unknown form gives its forms', () => {
    const near = matchAccelerator(host, 'RTX 3091');
    expect(near.kind === 'unknown' && near.nearest[0]?.accelerator.key).toBe('rtx-3090');
    const forms = matchAccelerator(host, 'A100 PCIe 16GB');
    expect(forms.kind === 'unknown' && forms.nearest.map(({ accelerator }) => accelerator.key)).toContain(
      'a100-pcie-40gb',
    );
  });

  it('a name whose models differ in power lists them', () => {
    const match = matchAccelerator(host, '2x RTX 6000');
    expect(match.kind === 'ambiguous' && match.candidates.map(({ accelerator }) => accelerator.key)).toEqual([
      'rtx-pro-6000-blackwell-workstation',
      'rtx-6000-ada',
      'quadro-rtx-6000',
    ]);
    expect(match.kind === 'ambiguous' && match.candidates.every(({ count }) => count === 2)).toBe(true);
  });

  it('a family is read as its usual form, with the others named and covered', () => {
    const match = matchAccelerator(host, 'a100');
    expect(match).toMatchObject({ kind: 'found', how: 'family' });
    expect(match.kind === 'found' && match.note).toContain('NVIDIA A100 PCIe 40GB (250 W)');
    expect(found('a100').accelerator).toMatchObject({ tdpW: 400, rangeW: { low: 250, high: 400 } });
    expect(found('A100-SXM4-80GB').accelerator.rangeW).toBeUndefined();
  });

  it('two sizes of memory are either', () =>
    expect(found('A100 PCIe 40/80GB').accelerator).toMatchObject({ rangeW: { low: 250, high: 300 } }));

  it('whether the text said how many', () => {
    expect(found('a single A100').countGiven).toBe(true);
    expect(found('1080 Ti').countGiven).toBe(false);
    expect(found('v3-8').countGiven).toBe(true);
  });

  it('what was left out in reading is said', () => {
    const match = matchAccelerator(host, 'GIGABYTE GTX 1660 OC');
    expect(match.kind === 'found' && match.note).toContain('gigabyte oc');
    const slice = matchAccelerator(host, 'v3-8');
    expect(slice.kind === 'found' && slice.note).toContain('4 chips');
    const machine = matchAccelerator(host, 'DGX A100');
    expect(machine.kind === 'found' && machine.note).toContain('say how many');
  });

  it('case, spaces and punctuation do not matter', () => {
    const names = [
      'NVIDIA A100-SXM4-80GB',
      'GeForce RTX 4090',
      'Tesla V100-PCIE-32GB',
      'AMD Instinct MI210',
      'TPU v4',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.constantFrom(' ', '-', '_', '  '),
        fc.boolean(),
        (name, gap, upper) => {
          const written = name.replaceAll(/[ -]/g, gap);
          const text = upper ? written.toUpperCase() : written.toLowerCase();
          expect(found(text).accelerator.key).toBe(found(name).accelerator.key);
        },
      ),
    );
  });

  it('a count in front multiplies, whatever the text: never fails, never less than one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.constantFrom('x', ' x ', ' × ', '*', ' '),
        (n, sign) => {
          expect(found(`${n}${sign}RTX 3090`)).toMatchObject({ count: n, countGiven: true });
        },
      ),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 24 }), (text) => {
        const match = matchAccelerator(host, text);
        if (match.kind === 'found') expect(match.value.count).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

describe('the shipped table', () => {
  const { rows } = csvRows(packageText('data/hardware/accelerators.csv'));

  it('every row has a source with its address, and either a power or a range', () => {
    const bad = rows.filter(
      ({ cells: c }) =>
        !(c['url'] ?? '').startsWith('https://') ||
        c['source'] === '' ||
        !(Number(c['source_year']) > 2010) ||
        !(c['tdp_w'] !== '' || (c['low_w'] !== '' && c['high_w'] !== '')),
    );
    expect(bad).toEqual([]);
    expect(rows.length).toBeGreaterThan(200);
  });

  it('every row is found by its own name, as itself', () => {
    for (const { cells } of rows)
      expect([cells['name'], found(cells['name'] ?? '').accelerator.key]).toEqual([
        cells['name'],
        cells['key'],
      ]);
  });

  it.each([
    ['Tesla V100-PCIE-16GB', 250],
    ['Tesla V100-SXM2-16GB', 300],
    ['A100 PCIe 40GB', 250],
    ['A100 PCIe 80GB', 300],
    ['GTX 750', 55],
    ['A10G', 300],
    ['A10', 150],
    ['H100 SXM', 700],
    ['H100 PCIe', 350],
    ['B200', 1000],
    ['MI300X', 750],
    ['L4', 72],
    ['T4', 70],
    ['RTX 5090', 575],
    ['Gaudi3', 900],
  ])('%s: %i W by its maker', (name, watts) => expect(found(name).accelerator.tdpW).toBe(watts));

  it('dense, not sparse, peaks', () => {
    expect(found('H100 SXM').accelerator.peakFlops).toMatchObject({ bf16: 989e12, fp8: 1979e12 });
    expect(found('A100-SXM4-80GB').accelerator.peakFlops?.['bf16']).toBe(312e12);
  });

  it('what was measured and published stands beside the TDP', () => {
    expect(found('TPU v3').accelerator.measuredSystemW).toMatchObject({ value: 283, relativeSd: 0.1 });
    expect(found('TPU v4').accelerator).toMatchObject({ measuredBoardW: { value: 170, low: 90, high: 192 } });
    expect(found('v5e').accelerator.tdpW).toBeNull();
  });
});
