/** Mean powers over one sample of `powermetrics`, W; NaN for what it does not tell. */
export interface PowermetricsSample {
  /** Length of the sample, s. */
  readonly elapsedS: number;
  readonly cpuW: number;
  readonly gpuW: number;
  readonly aneW: number;
  /** Intel: the whole package, graphics included. */
  readonly packageW: number;
}

type Power = Exclude<keyof PowermetricsSample, 'elapsedS'>;

const HEADER = /^\*\*\* Sampled system activity \(.*\) \(([\d.]+)ms elapsed\) \*\*\*/;

const LINES: readonly (readonly [pattern: RegExp, power: Power])[] = [
  [/^CPU Power: +([\d.]+) ?(m?W)/, 'cpuW'],
  [/^GPU Power: +([\d.]+) ?(m?W)/, 'gpuW'],
  [/^ANE Power: +([\d.]+) ?(m?W)/, 'aneW'],
  [/^Intel energy model derived package power \(.*\): +([\d.]+) ?(m?W)/, 'packageW'],
];

/**
 * Reads the text of `powermetrics` as it comes, in pieces of any size. A sample is complete when the next one begins, or when all that its
 * machine tells of powers has come: then it is handed over at once, so that it is not a whole sample late.
 *
 * @example
 * const text = new PowermetricsText((sample) => console.log(sample.cpuW));
 * text.add('*** Sampled system activity (…) (1004.25ms elapsed) ***\nCPU Power: 1234 mW\n');
 */
export class PowermetricsText {
  readonly #onSample: (sample: PowermetricsSample) => void;
  #rest = '';
  #elapsedS = Number.NaN;
  #powers: Partial<Record<Power, number>> = {};

  constructor(onSample: (sample: PowermetricsSample) => void) {
    this.#onSample = onSample;
  }

  add(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#line(line.trimEnd());
    // A line that never ends is not one of its lines.
    if (this.#rest.length > 65_536) this.#rest = '';
  }

  #line(line: string): void {
    const elapsed = HEADER.exec(line)?.[1];
    if (elapsed !== undefined) {
      this.#finish();
      this.#elapsedS = Number(elapsed) / 1000;
      return;
    }
    if (Number.isNaN(this.#elapsedS)) return;
    for (const [pattern, power] of LINES) {
      const match = pattern.exec(line);
      if (match === null) continue;
      // The first of a name in a sample: the GPU's own section repeats its power.
      this.#powers[power] ??= Number(match[1]) / (match[2] === 'mW' ? 1000 : 1);
    }
    // Apple closes its powers with their sum; Intel tells one.
    if (line.startsWith('Combined Power') || this.#powers.packageW !== undefined) this.#finish();
  }

  #finish(): void {
    const elapsedS = this.#elapsedS;
    const powers = this.#powers;
    this.#elapsedS = Number.NaN;
    this.#powers = {};
    if (!(elapsedS > 0) || Object.keys(powers).length === 0) return;
    const { cpuW, gpuW, aneW, packageW } = powers;
    const of = (watts: number | undefined): number => watts ?? Number.NaN;
    this.#onSample({
      elapsedS,
      cpuW: of(cpuW),
      gpuW: of(gpuW),
      aneW: of(aneW),
      packageW: of(packageW),
    });
  }
}
