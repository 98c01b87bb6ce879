#!/usr/bin/env node
// Last stage: how many of the images that it never saw does the network read rightly?
import { readFileSync, writeFileSync } from 'node:fs';
import { readImages } from './images.mjs';
import { accuracyOn, fromJson } from './network.mjs';

const test = readImages('prepared/test.csv');
const accuracy = accuracyOn(fromJson(readFileSync('model.json', 'utf8')), test);
writeFileSync('metrics.json', `${JSON.stringify({ accuracy, images: test.length })}\n`);
console.log(`test accuracy ${accuracy.toFixed(4)} on ${test.length} images`);
