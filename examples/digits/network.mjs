// A small neural network, written out by hand: one hidden layer, ReLU, softmax, minibatches, momentum.
import { CLASSES, PIXELS, shuffle } from './images.mjs';

const BATCH = 16;
const MOMENTUM = 0.9;

/** A network with random weights. */
export function newNetwork(hidden, random) {
  return { hidden: layer(PIXELS, hidden, random), output: layer(hidden, CLASSES, random) };
}

/** A network as JSON keeps it, and back. */
export function toJson({ hidden, output }) {
  return JSON.stringify({ hidden: [...hidden.weights], output: [...output.weights] });
}
export function fromJson(text) {
  const { hidden, output } = JSON.parse(text);
  const units = hidden.length / (PIXELS + 1);
  const network = newNetwork(units, () => 0);
  network.hidden.weights.set(hidden);
  network.output.weights.set(output);
  return network;
}

/** One pass over the images in a fresh order; returns the mean loss. */
export function trainEpoch(network, images, lr, random) {
  const { hidden, output } = network;
  shuffle(images, random);
  let loss = 0;
  for (let from = 0; from < images.length; from += BATCH) {
    const batch = images.slice(from, from + BATCH);
    hidden.gradient.fill(0);
    output.gradient.fill(0);
    for (const { pixels, digit } of batch) {
      forward(network, pixels);
      loss -= Math.log(Math.max(output.out[digit], Number.MIN_VALUE));
      backward(network, pixels, digit);
    }
    step(hidden, lr / batch.length);
    step(output, lr / batch.length);
  }
  return loss / images.length;
}

/** The part of the images whose digit it reads rightly, 0 to 1. */
export function accuracyOn(network, images) {
  let right = 0;
  for (const { pixels, digit } of images) {
    const { out } = forward(network, pixels);
    if (out.indexOf(Math.max(...out)) === digit) right += 1;
  }
  return right / images.length;
}

function forward({ hidden, output }, pixels) {
  weigh(hidden, pixels);
  for (let i = 0; i < hidden.out.length; i += 1) if (hidden.out[i] < 0) hidden.out[i] = 0;
  weigh(output, hidden.out);
  const top = Math.max(...output.out);
  let total = 0;
  for (let k = 0; k < CLASSES; k += 1) total += output.out[k] = Math.exp(output.out[k] - top);
  for (let k = 0; k < CLASSES; k += 1) output.out[k] /= total;
  return output;
}

/** Adds one image's gradients. With softmax and cross-entropy the error at the output is p − y. */
function backward({ hidden, output }, pixels, digit) {
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
function layer(inputs, outputs, random) {
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

function step({ weights, gradient, velocity }, rate) {
  for (let i = 0; i < weights.length; i += 1) {
    velocity[i] = MOMENTUM * velocity[i] - rate * gradient[i];
    weights[i] += velocity[i];
  }
}
