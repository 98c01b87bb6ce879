/** What the sample's runs train: made-up sizes of a model, with the minutes of a training and the accuracy that it comes to. */
export const SIZES = [
  { model: 'small', minutes: 6, best: 0.905, full: 0.45 },
  { model: 'medium', minutes: 19, best: 0.942, full: 0.7 },
  { model: 'large', minutes: 58, best: 0.958, full: 0.92 },
] as const;

/** Learning rates, and the part of the best accuracy that is lost by each. */
export const RATES = [
  { lr: 0.0003, lost: 0.021 },
  { lr: 0.001, lost: 0 },
  { lr: 0.01, lost: 0.055 },
] as const;

export const SEEDS = [0, 1, 2] as const;
export const EPOCHS = 10;
/** Samples of each run: enough for a curve of its power. */
export const SAMPLES = 90;

/** The made-up machine: watts of its parts when nothing runs and when all does, and a relative error. The grade is the lowest, for nothing was measured. */
export const PARTS = [
  { name: 'cpu', idle: 28, full: 120, method: 'rapl', grade: 'D', sd: 0.025 },
  { name: 'ram', idle: 5, full: 10, method: 'model:ram', grade: 'D', sd: 0.15 },
  { name: 'gpu:0', idle: 18, full: 320, method: 'nvml:counter', grade: 'D', sd: 0.025 },
  { name: 'other', idle: 32, full: 78, method: 'wall:class', grade: 'D', sd: 0.2 },
] as const;

/** Of what each figure is said to be: nobody shall take it for a measurement. */
export const MADE_UP = 'made up for the sample';
