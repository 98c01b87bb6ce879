#!/usr/bin/env node
// A small neural network on the UCI handwritten digits, written out by hand: one hidden layer, ReLU, softmax, minibatches,
// momentum. No dependencies. Run it alone, or measured: joulebook run -- node examples/digits/train.mjs
import { appendFileSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';

const PIXELS = 64;
const CLASSES = 10;
const BATCH = 16;
const MOMENTUM = 0.9;
const TEST_PART = 0.2;

const options = readOptions();
const random = mulberry32(options.seed);

report({ stage: 'load' });
const [train, test] = split(load(new URL('digits.csv.gz', import.meta.url)));

report({ stage: 'train' });
const hidden = layer(PIXELS, options.hidden);
const output = layer(options.hidden, CLASSES);
for (let epoch = 1; epoch <= options.epochs; epoch += 1) {
  const loss = trainEpoch();
  const accuracy = accuracyOn(test);
  console.log(`epoch ${epoch}/${options.epochs} loss ${loss.toFixed(4)} accuracy ${accuracy.toFixed(4)}`);
  report({ epoch, epochs: options.epochs, loss, accuracy });
}

report({ stage: 'evaluate' });
const accuracy = accuracyOn(test);
console.log(`test accuracy ${accuracy.toFixed(4)} on ${test.length} images`);
report({ test_accuracy: accuracy });

/** One pass over the training images in a fresh order; returns the mean loss. */
function trainEpoch() {
  shuffle(train);
  let loss = 0;
  for (let from = 0; from < train.length; from += BATCH) {
    const batch = train.slice(from, from + BATCH);
    hidden.gradient.fill(0);
    output.gradient.fill(0);
    for (const { pixels, digit } of batch) {
      forward(pixels);
      loss -= Math.log(Math.max(output.out[digit], Number.MIN_VALUE));
      backward(pixels, digit);
    }
    step(hidden, batch.length);
    step(output, batch.length);
  }
  return loss / train.length;
}

function forward(pixels) {
  weigh(hidden, pixels);
  for (let i = 0; i < hidden.out.length; i += 1) if (hidden.out[i] < 0) hidden.out[i] = 0;
  weigh(output, hidden.out);
  const top = Math.max(...output.out);
  let total = 0;
  for (let k = 0; k < CLASSES; k += 1) total += output.out[k] = Math.exp(output.out[k] - top);
  for (let k = 0; k < CLASSES; k += 1) output.out[k] /= total;
}

/** Adds one image's gradients. With softmax and cross-entropy the error at the output is p − y. */
function backward(pixels, digit) {
  for (let k = 0; k < CLASSES; k += 1) output.error[k] = output.out[k] - (k === digit ? 1 : 0);
  for (let i = 0; i < hidden.out.length; i += 1) {
    let error = 0;
    if (hidden.out[i] > 0) {
      for (let k = 0; k < CLASSES; k += 1) error += output.error[k] * output.weights[k * output.row + i];
    }
    hidden.error[i] = error;
  }
  accumulate(output, hidden.out);
  accumulate(hidden, pixels);
}

/** A dense layer: one row of weights for each output, the bias last in its row. He initialisation. */
function layer(inputs, outputs) {
  const row = inputs + 1;
  const range = Math.sqrt(6 / inputs);
  const weights = new Float64Array(row * outputs);
  for (let i = 0; i < weights.length; i += 1) {
    weights[i] = i % row === inputs ? 0 : (2 * random() - 1) * range;
  }
  return {
    inputs,
    row,
    weights,
    gradient: new Float64Array(weights.length),
    velocity: new Float64Array(weights.length),
    out: new Float64Array(outputs),
    error: new Float64Array(outputs),
  };
}

function weigh({ inputs, row, weights, out }, input) {
  for (let j = 0; j < out.length; j += 1) {
    const at = j * row;
    let sum = weights[at + inputs];
    for (let i = 0; i < inputs; i += 1) sum += weights[at + i] * input[i];
    out[j] = sum;
  }
}

function accumulate({ inputs, row, gradient, error }, input) {
  for (let j = 0; j < error.length; j += 1) {
    const e = error[j];
    if (e === 0) continue;
    const at = j * row;
    for (let i = 0; i < inputs; i += 1) gradient[at + i] += e * input[i];
    gradient[at + inputs] += e;
  }
}

function step({ weights, gradient, velocity }, count) {
  const rate = options.lr / count;
  for (let i = 0; i < weights.length; i += 1) {
    velocity[i] = MOMENTUM * velocity[i] - rate * gradient[i];
    weights[i] += velocity[i];
  }
}

function accuracyOn(images) {
  let right = 0;
  for (const { pixels, digit } of images) {
    forward(pixels);
    if (output.out.indexOf(Math.max(...output.out)) === digit) right += 1;
  }
  return right / images.length;
}

/** 64 grey values from 0 to 16 and the digit, one image a line. */
function load(url) {
  const lines = gunzipSync(readFileSync(url)).toString('utf8').trim().split('\n');
  return lines.map((line) => {
    const numbers = line.split(',').map(Number);
    return {
      pixels: Float64Array.from(numbers.slice(0, PIXELS), (grey) => grey / 16),
      digit: numbers[PIXELS],
    };
  });
}

function split(images) {
  shuffle(images);
  const kept = Math.round(images.length * (1 - TEST_PART));
  return [images.slice(0, kept), images.slice(kept)];
}

function shuffle(list) {
  for (let i = list.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
}

/** Tommy Ettinger's mulberry32: a 32-bit generator, so that a seed means the same numbers everywhere. */
function mulberry32(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Tells joulebook where we are, if it is there: one JSON object a line. */
function report(line) {
  const file = process.env.JOULEBOOK_REPORT_FILE;
  if (file) appendFileSync(file, `${JSON.stringify(line)}\n`);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      epochs: { type: 'string', default: '40' },
      lr: { type: 'string', default: '0.02' },
      hidden: { type: 'string', default: '256' },
      seed: { type: 'string', default: '1' },
    },
  });
  const whole = (name, least) => {
    const number = Number(values[name]);
    if (!(Number.isInteger(number) && number >= least))
      refuse(`--${name} takes a whole number from ${least}, not ${values[name]}`);
    return number;
  };
  const lr = Number(values.lr);
  if (!(lr > 0 && lr < Infinity)) refuse(`--lr takes a number above 0, not ${values.lr}`);
  return { epochs: whole('epochs', 1), lr, hidden: whole('hidden', 1), seed: whole('seed', 0) };
}

function refuse(what) {
  console.error(`error: ${what}`);
  process.exit(2);
}
