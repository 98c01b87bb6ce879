#!/usr/bin/env python3
"""A small neural network on the UCI handwritten digits, written out by hand with the standard library only:
one hidden layer, ReLU, softmax, minibatches, momentum.

Run it alone, or measured: joulebook run -- python3 examples/digits/train.py
"""

import argparse
import gzip
import json
import math
import os
import random
from operator import mul

PIXELS = 64
CLASSES = 10
BATCH = 16
MOMENTUM = 0.9
TEST_PART = 0.2


class Layer:
    """A dense layer: one row of weights for each output, the bias last in its row. He initialisation."""

    def __init__(self, inputs, outputs, rng):
        reach = math.sqrt(6 / inputs)
        self.weights = [[rng.uniform(-reach, reach) for _ in range(inputs)] + [0.0] for _ in range(outputs)]
        self.velocity = [[0.0] * (inputs + 1) for _ in range(outputs)]
        self.clear()

    def clear(self):
        self.gradient = [[0.0] * len(row) for row in self.weights]

    def forward(self, values):
        """`values` ends with 1, which meets the bias."""
        return [sum(map(mul, row, values)) for row in self.weights]

    def accumulate(self, errors, values):
        for j, error in enumerate(errors):
            if error:
                self.gradient[j] = [g + error * v for g, v in zip(self.gradient[j], values)]

    def step(self, rate):
        for j, gradient in enumerate(self.gradient):
            self.velocity[j] = velocity = [
                MOMENTUM * v - rate * g for v, g in zip(self.velocity[j], gradient)
            ]
            self.weights[j] = [w + v for w, v in zip(self.weights[j], velocity)]


class Network:
    def __init__(self, hidden, rng):
        self.hidden = Layer(PIXELS, hidden, rng)
        self.output = Layer(hidden, CLASSES, rng)

    def forward(self, pixels):
        active = [max(0.0, v) for v in self.hidden.forward(pixels)] + [1.0]
        scores = self.output.forward(active)
        top = max(scores)
        powers = [math.exp(s - top) for s in scores]
        total = sum(powers)
        return active, [p / total for p in powers]

    def train_epoch(self, images, rate, rng):
        """One pass over the training images in a fresh order; returns the mean loss."""
        rng.shuffle(images)
        loss = 0.0
        for start in range(0, len(images), BATCH):
            batch = images[start : start + BATCH]
            self.hidden.clear()
            self.output.clear()
            for pixels, digit in batch:
                active, parts = self.forward(pixels)
                loss -= math.log(max(parts[digit], 5e-324))
                parts[digit] -= 1.0  # softmax with cross-entropy: the error at the output is p - y
                columns = zip(*self.output.weights)
                back = [sum(map(mul, column, parts)) if a > 0 else 0.0 for a, column in zip(active, columns)]
                self.output.accumulate(parts, active)
                self.hidden.accumulate(back[:-1], pixels)
            self.output.step(rate / len(batch))
            self.hidden.step(rate / len(batch))
        return loss / len(images)

    def accuracy(self, images):
        right = 0
        for pixels, digit in images:
            parts = self.forward(pixels)[1]
            right += parts.index(max(parts)) == digit
        return right / len(images)


def load(path):
    """64 grey values from 0 to 16 and the digit, one image a line."""
    with gzip.open(path, "rt", encoding="ascii") as lines:
        rows = [[int(number) for number in line.split(",")] for line in lines]
    return [([grey / 16 for grey in row[:PIXELS]] + [1.0], row[PIXELS]) for row in rows]


def report(**line):
    """Tells joulebook where we are, if it is there: one JSON object a line."""
    path = os.environ.get("JOULEBOOK_REPORT_FILE")
    if path:
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def main():
    parser = argparse.ArgumentParser(description="Train a small network on handwritten digits.")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--lr", type=float, default=0.1)
    parser.add_argument("--hidden", type=int, default=64)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.epochs < 1 or options.hidden < 1 or not options.lr > 0:
        parser.error("--epochs and --hidden take whole numbers from 1, --lr a number above 0")
    rng = random.Random(options.seed)

    report(stage="load")
    images = load(os.path.join(os.path.dirname(os.path.abspath(__file__)), "digits.csv.gz"))
    rng.shuffle(images)
    kept = round(len(images) * (1 - TEST_PART))
    train, test = images[:kept], images[kept:]

    report(stage="train")
    network = Network(options.hidden, rng)
    for epoch in range(1, options.epochs + 1):
        loss = network.train_epoch(train, options.lr, rng)
        accuracy = network.accuracy(test)
        print(f"epoch {epoch}/{options.epochs} loss {loss:.4f} accuracy {accuracy:.4f}", flush=True)
        report(epoch=epoch, epochs=options.epochs, loss=loss, accuracy=accuracy)

    report(stage="evaluate")
    accuracy = network.accuracy(test)
    print(f"test accuracy {accuracy:.4f} on {len(test)} images")
    report(test_accuracy=accuracy)


if __name__ == "__main__":
    main()
