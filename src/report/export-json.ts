/**
 * Runs as one JSON document, `{ "schema": "joulebook.export/1", "runs": [records] }`: each record whole, as its `run.json` has it.
 * Given and returned in pieces, for a book may be larger than a string can be.
 *
 * @example
 * [...exportJson(['{"id":1}'])].join('')
 */
export function* exportJson(records: Iterable<string>): Generator<string, void, undefined> {
  yield '{ "schema": "joulebook.export/1", "runs": [';
  let before = '\n';
  for (const record of records) {
    yield `${before}${record.trim()}`;
    before = ',\n';
  }
  yield '\n] }\n';
}
