/** A word as joulebook uses it, and the page of the documentation that says more. */
export interface Word {
  readonly word: string;
  readonly meaning: string;
  readonly page?: string;
}

/** The words of all pages. */
export const WORDS: readonly Word[] = [
  {
    word: 'run',
    meaning:
      'One measured execution of a command or of a block of code: command, block, stage, trial or imported.',
  },
  {
    word: 'root run',
    meaning: 'A run inside no other on its machine. Only root runs are added up, so nothing counts twice.',
    page: 'methodology/attribution',
  },
  { word: 'book', meaning: 'The folder .joulebook/, where runs are kept as files.' },
  {
    word: 'meter',
    meaning: 'One way of reading energy or power from a machine.',
    page: 'methodology/readings',
  },
  {
    word: 'component',
    meaning: 'cpu, ram, gpu:0 and so on, and other: board, fans, disks, losses of the power supply.',
  },
  {
    word: 'layer',
    meaning:
      'Chips: what the components’ own counters see. Wall: with all else behind the socket. Facility: the wall times the building’s PUE.',
    page: 'methodology/wall',
  },
  {
    word: 'scope',
    meaning:
      'Machine: all of it while the run lasted. Active: the run’s part above idle. Attributed: active with the run’s share of idle; this is the headline.',
    page: 'methodology/attribution',
  },
  {
    word: 'estimate',
    meaning:
      'A value with a 90 % interval, and the errors that it is made of. Errors that two runs share cancel when they are compared.',
    page: 'methodology/estimates',
  },
  {
    word: 'grade',
    meaning:
      'How a figure was come by, of the worst component that matters: A, B, C or D, as in the table above.',
    page: 'methodology/estimates',
  },
  {
    word: 'intensity',
    meaning:
      'g CO₂e per kWh of a zone at a time: average or marginal, direct or life-cycle. Kinds are never mixed.',
    page: 'methodology/grid',
  },
  {
    word: 'PUE',
    meaning: 'Energy of the whole building over that of its machines.',
    page: 'methodology/pue',
  },
  {
    word: 'footprint',
    meaning: 'Energy through PUE and intensity: operational carbon.',
    page: 'methodology/footprint',
  },
  {
    word: 'embodied carbon',
    meaning: 'Making the hardware, in the part that the run used it. A line of its own, never in carbon.',
    page: 'methodology/embodied',
  },
  {
    word: 'stage, lock, cache',
    meaning: 'A step of a pipeline, what is known of its last result, and where results are kept, as in DVC.',
    page: 'methodology/pipelines',
  },
  {
    word: 'study, trial, rung',
    meaning:
      'A search over configurations, one configuration tried, and a point at which weak trials are ended.',
    page: 'methodology/search-engine',
  },
  {
    word: 'waste',
    meaning: 'Energy of which nothing is left: failed, stopped, repeated, idle. Each joule has one cause.',
    page: 'methodology/waste',
  },
  {
    word: 'statement',
    meaning: 'The report of runs for a paper or a model card.',
    page: 'methodology/report',
  },
];

/** A grade, and what it stands for. */
export interface GradeMeaning {
  readonly grade: 'A' | 'B' | 'C' | 'D';
  readonly name: string;
  readonly meaning: string;
}

/** From the surest to the least sure. */
export const GRADES: readonly GradeMeaning[] = [
  { grade: 'A', name: 'measured', meaning: 'A counter of the hardware, or a meter in front of it.' },
  { grade: 'B', name: 'modelled', meaning: 'A model of this very machine, fitted by joulebook calibrate.' },
  {
    grade: 'C',
    name: 'assumed',
    meaning: 'A model of machines of its kind, or a constant: wide, and it says so.',
  },
  {
    grade: 'D',
    name: 'imported',
    meaning: 'What another tool recorded, with an interval for what it may have missed.',
  },
];

/** A way of measuring. */
export interface Meter {
  readonly name: string;
  readonly sees: string;
  readonly grade: string;
  readonly page: string;
}

/** What is read where it is there; `joulebook doctor` tells which of them this machine has. */
export const METERS: readonly Meter[] = [
  { name: 'RAPL', sees: 'processor packages and memory (Intel, AMD)', grade: 'A', page: 'methodology/rapl' },
  { name: 'NVML', sees: 'NVIDIA GPUs, each by its UUID', grade: 'A', page: 'methodology/nvidia' },
  {
    name: 'amdgpu, i915, xe',
    sees: 'AMD and Intel GPUs',
    grade: 'A',
    page: 'methodology/amd-and-intel-gpus',
  },
  {
    name: 'INA3221, hwmon',
    sees: 'rails of boards such as Jetson and Grace',
    grade: 'A',
    page: 'methodology/boards',
  },
  { name: 'powermetrics', sees: 'Apple silicon', grade: 'A', page: 'methodology/macos' },
  {
    name: 'plug, IPMI, power meter, battery',
    sees: 'the whole machine',
    grade: 'A',
    page: 'methodology/whole-machine-meters',
  },
  {
    name: 'calibrated model',
    sees: 'the machine that it was fitted on',
    grade: 'B',
    page: 'methodology/calibration',
  },
  {
    name: 'power model',
    sees: 'any machine, from its processor’s name and load',
    grade: 'C',
    page: 'methodology/power-model',
  },
  {
    name: 'calculator',
    sees: 'nothing: hours and hardware as they are said',
    grade: 'C',
    page: 'methodology/calculator',
  },
];
