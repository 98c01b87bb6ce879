/** What Python's json module writes for numbers that JSON has not, where a value stands. */
const NO_NUMBER = /(?<=[:,[]\s*)(?:NaN|-?Infinity)(?=\s*[,}\]])/g;

/**
 * Parses JSON, also as Python writes it: `NaN` and `Infinity` are null. Throws SyntaxError.
 *
 * @example
 * pythonJson('{"loss": NaN, "power": 200}') // { loss: null, power: 200 }
 */
export function pythonJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const plain = text.replace(NO_NUMBER, 'null');
    if (plain === text) throw error;
    return JSON.parse(plain);
  }
}
