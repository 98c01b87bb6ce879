#!/usr/bin/env node
// First stage: splits the images into prepared/train.csv and prepared/test.csv. node prepare.mjs SEED
import { mkdirSync, writeFileSync } from 'node:fs';
import { mulberry32, readImages, split } from './images.mjs';

const [seed = '1'] = process.argv.slice(2);
const [train, test] = split(readImages('digits.csv.gz'), mulberry32(Number(seed)));
mkdirSync('prepared', { recursive: true });
for (const [name, images] of Object.entries({ train, test }))
  writeFileSync(`prepared/${name}.csv`, images.map(({ line }) => `${line}\n`).join(''));
console.log(`${train.length} images to learn from, ${test.length} to be tested on`);
