import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  folderText,
  ItemSplitter,
  parseFolderItem,
  parseFolderText,
} from '../../../src/pipeline/content/folder-text.ts';

const name = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !/[/\0]|^\.\.?$/.test(text));
const relpath = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
const files = fc.array(fc.record({ relpath, md5: fc.stringMatching(/^[0-9a-f]{32}$/) }));

describe('the list of a folder’s files', () => {
  it('is read alike in one piece and in any parts, with whatever space is in it', () => {
    fc.assert(
      fc.property(
        files,
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(undefined, 1, '\t'),
        (list, size, space) => {
          const text = space === undefined ? folderText(list) : JSON.stringify(list, undefined, space);
          const splitter = new ItemSplitter();
          const read = [];
          for (let at = 0; at < text.length; at += size)
            for (const item of splitter.push(text.slice(at, at + size))) read.push(parseFolderItem(item));
          expect(splitter.isWhole).toBe(true);
          expect(read).toEqual(list);
        },
      ),
    );
  });
  it('that is cut short, or goes on behind its end, is none', () => {
    fc.assert(
      fc.property(files, fc.nat(), (list, at) => {
        const text = folderText(list);
        expect(parseFolderText(text.slice(0, at % text.length))).toBeUndefined();
        expect(parseFolderText(`${text},`)).toBeUndefined();
        expect(parseFolderText(`${text} \n`)).toEqual(list);
      }),
    );
  });
  it('without an end is given up before it fills the memory', () => {
    const splitter = new ItemSplitter();
    for (let i = 0; i < 40; i += 1)
      expect([...splitter.push(i === 0 ? '[{"' : 'x'.repeat(100_000))]).toEqual([]);
    expect([...splitter.push('"}, {}]')]).toEqual([]);
    expect(splitter.isWhole).toBe(false);
  });
});
