#!/usr/bin/env node
// Trains a small neural network on the UCI handwritten digits. No dependencies. Run it alone, or measured:
// joulebook run -- node examples/digits/train.mjs; or as the middle stage of the pipeline beside it: joulebook repro
import { appendFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { mulberry32, readImages, split } from './images.mjs';
import { accuracyOn, newNetwork, toJson, trainEpoch } from './network.mjs';

const options = readOptions();
const random = mulberry32(options.seed);

report({ stage: 'load' });
const [train, test] =
  options.data === undefined
    ? split(readImages(new URL('digits.csv.gz', import.meta.url)), random)
    : [readImages(`${options.data}/train.csv`), readImages(`${options.data}/test.csv`)];

report({ stage: 'train' });
const network = newNetwork(options.hidden, random);
for (let epoch = 1; epoch <= options.epochs; epoch += 1) {
  const loss = trainEpoch(network, train, options.lr, random);
  const accuracy = accuracyOn(network, test);
  console.log(`epoch ${epoch}/${options.epochs} loss ${loss.toFixed(4)} accuracy ${accuracy.toFixed(4)}`);
  report({ epoch, epochs: options.epochs, loss, accuracy });
}

if (options.model !== undefined) {
  writeFileSync(options.model, toJson(network));
} else {
  report({ stage: 'evaluate' });
  const accuracy = accuracyOn(network, test);
  console.log(`test accuracy ${accuracy.toFixed(4)} on ${test.length} images`);
  report({ test_accuracy: accuracy });
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
      data: { type: 'string' },
      model: { type: 'string' },
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
  const { data, model } = values;
  return { epochs: whole('epochs', 1), lr, hidden: whole('hidden', 1), seed: whole('seed', 0), data, model };
}

function refuse(what) {
  console.error(`error: ${what}`);
  process.exit(2);
}
