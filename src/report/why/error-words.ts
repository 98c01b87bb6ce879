/** What an error source is, and what makes it smaller. */
export interface ErrorWords {
  readonly what: string;
  readonly help?: string;
}

const CALIBRATE = 'joulebook calibrate, with a meter at the socket';
const COUNTERS = 'joulebook doctor says which counters could be read, and how';

/** By the first word of a source's name. */
const WORDS: Readonly<Record<string, ErrorWords>> = {
  model: { what: 'the power model', help: `${COUNTERS}; ${CALIBRATE}` },
  load: { what: 'from utilisation to load', help: COUNTERS },
  idle: { what: 'idle power by the model', help: CALIBRATE },
  slice: { what: "what a virtual machine's host is like", help: 'measure on bare metal' },
  split: { what: "the model's split into components", help: CALIBRATE },
  ram: { what: 'power of memory per gigabyte', help: COUNTERS },
  base: { what: 'power of board, fans and drives', help: CALIBRATE },
  psu: { what: "the power supply's efficiency", help: CALIBRATE },
  drift: { what: 'the machine on another day than it was calibrated' },
  floor: { what: 'idle power, as this machine was seen to draw' },
  'gpu-idle': {
    what: 'idle power of a GPU as a part of its limit',
    help: 'a run beside an idle GPU learns it',
  },
  unread: { what: 'stretches that could not be read' },
  rapl: { what: "the CPU's energy counters (RAPL)" },
  nvml: { what: "NVIDIA's energy counter or power reading" },
  amdgpu: { what: "AMD's energy counter or power reading" },
  'intel-gpu': { what: "Intel's energy counter" },
  grace: { what: "Grace's power sensors" },
  ina3221: { what: "the board's power sensor" },
  amd_energy: { what: "the CPU's energy counters" },
  occ: { what: "the machine's own power sensors" },
  ibmpowernv: { what: "the machine's own power sensors" },
  apm_xgene: { what: "the chip's power sensors" },
  smpro_hwmon: { what: "the chip's power sensors" },
  scmi_sensors: { what: "the chip's power sensors" },
  powermetrics: { what: "Apple's estimate of its chips' power" },
  battery: { what: "the battery's gauge" },
  plug: { what: 'the plug meter' },
  ipmi: { what: "the management controller's power reading" },
  'power-meter': { what: "the firmware's power meter" },
  intensity: {
    what: 'a yearly mean for the hours of the run',
    help: '--intensity with the figure of those hours, or a live source (joulebook config set grid-source)',
  },
  zone: { what: 'the place, guessed from the time zone', help: '--region' },
  accounting: { what: 'what plants of the place emit, taken for its sockets', help: '--intensity' },
  pue: { what: 'the PUE', help: "--pue with your site's" },
  embodied: { what: 'carbon of making the machine' },
  wue: { what: 'water per kWh', help: "--wue with your site's" },
  tdp: { what: 'the thermal design power, guessed', help: 'a row in data/hardware/cpus.csv of yours' },
  'accelerator-power': { what: 'power of the accelerator', help: '--power or --utilisation' },
  'calc-utilisation': { what: 'the utilisation', help: '--utilisation' },
  live: { what: 'the live figures of the grid' },
  utilisation: { what: 'the utilisation', help: '--utilisation' },
};

/** An error source in words; one of another version by its own name. */
export function errorWords(source: string): ErrorWords {
  const [prefix = source] = source.split(':');
  if (prefix === 'calibration') return calibrationWords(source);
  return Object.hasOwn(WORDS, prefix) ? (WORDS[prefix] as ErrorWords) : { what: source };
}

/** `calibration:<id>` is its meter, `…:fit` what the fit leaves open, `…:idle:<component>` an idle power (`src/meters/calibration`). */
function calibrationWords(source: string): ErrorWords {
  if (source.endsWith(':fit')) return { what: 'the fit of the calibration', help: 'calibrate for longer' };
  if (source.includes(':idle:')) return { what: 'idle power in the calibration' };
  return { what: 'the meter of the calibration', help: 'calibrate with a better meter' };
}
