import { expect, test } from 'vitest';
import { figureNames, figureOf } from '../../../src/report/why/figures.ts';
import { ProvNames } from '../../../src/report/why/prov-names.ts';
import { type ProvDocument, provDocument } from '../../../src/report/why/prov.ts';
import { figuresOf } from '../../../src/report/why/tree-walk.ts';
import { runOn } from './a-measured-run.ts';

const e = runOn('server with RAPL', { price: { perKwh: 0.25, currency: 'EUR' } });
const trees = figureNames(e).flatMap((name) => {
  const found = figureOf(e, name);
  return found.ok ? [found.value] : [];
});
const { id, name, startedAt, endedAt } = e.record;
const run = { id, name, startedAt, endedAt, tracker: 'joulebook 0.1.0' };
const document: ProvDocument = provDocument(trees, { program: 'joulebook 0.2.0', run });

type Attributes = Readonly<Record<string, unknown>>;
const of = (kind: string): readonly (readonly [string, Attributes])[] =>
  Object.entries(document[kind] ?? {}) as [string, Attributes][];

/** What each relation of PROV-DM needs, by the kind of what it names. */
const RELATIONS = {
  wasGeneratedBy: { 'prov:entity': 'entity', 'prov:activity': 'activity' },
  used: { 'prov:activity': 'activity', 'prov:entity': 'entity' },
  wasDerivedFrom: {
    'prov:generatedEntity': 'entity',
    'prov:usedEntity': 'entity',
    'prov:activity': 'activity',
  },
  wasAttributedTo: { 'prov:entity': 'entity', 'prov:agent': 'agent' },
  wasAssociatedWith: { 'prov:activity': 'activity', 'prov:agent': 'agent' },
} as const;

test('it has nothing but what PROV-JSON knows', () => {
  expect(Object.keys(document).toSorted()).toEqual(
    ['prefix', 'entity', 'activity', 'agent', ...Object.keys(RELATIONS)].toSorted(),
  );
});

test('every name and attribute has a prefix that is declared, and a local part that needs no escape', () => {
  const names = Object.keys(document)
    .filter((kind) => kind !== 'prefix')
    .flatMap((kind) => of(kind).flatMap(([own, attributes]) => [own, ...Object.keys(attributes)]));
  const prefixes = Object.keys(document['prefix'] ?? {});
  for (const one of names) {
    expect(one).toMatch(/^(?:_:[A-Za-z]+\d+|[a-z]+:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)$/);
    expect(['_', ...prefixes]).toContain(one.split(':')[0]);
  }
});

test('what a relation names is there', () => {
  for (const [relation, ends] of Object.entries(RELATIONS)) {
    expect(of(relation).length).toBeGreaterThan(0);
    for (const [, attributes] of of(relation)) {
      for (const [key, kind] of Object.entries(ends)) {
        const named = attributes[key];
        if (named === undefined) expect([relation, key]).toEqual(['wasDerivedFrom', 'prov:activity']);
        else expect(Object.keys(document[kind] ?? {})).toContain(named);
      }
    }
  }
});

test('a name stands for one thing among entities, activities and agents', () => {
  const names = ['entity', 'activity', 'agent'].flatMap((kind) => Object.keys(document[kind] ?? {}));
  expect(new Set(names).size).toBe(names.length);
});

test('every figure is an entity with its number, and nothing is derived from itself', () => {
  const figures = figuresOf(trees);
  expect(of('entity').length).toBe(figures.length + 1); // and the record
  const carbon = document['entity']?.['figure:carbon.operational'] as Attributes;
  expect(carbon['prov:value']).toEqual({ $: String(e.record.carbon.operational.value), type: 'xsd:double' });
  for (const [, relation] of of('wasDerivedFrom'))
    expect(relation['prov:generatedEntity']).not.toBe(relation['prov:usedEntity']);
});

test('the record was made by the run, in its time', () => {
  expect(document['activity']?.[`run:${id}`]).toMatchObject({
    'prov:startTime': startedAt,
    'prov:endTime': endedAt,
  });
});

test('a constant is attributed to its source, with year, licence and address', () => {
  const [figure] = of('entity').find(([one]) => one.startsWith('figure:grid.FRA')) ?? [''];
  const attributed = of('wasAttributedTo').find(([, relation]) => relation['prov:entity'] === figure)?.[1];
  const agent = document['agent']?.[String(attributed?.['prov:agent'])] as Attributes;
  expect(agent['prov:label']).toBe('Ember, Yearly Electricity Data');
  expect(document['entity']?.[figure]).toMatchObject({
    'dcterms:license': 'CC BY 4.0',
    'dcterms:date': { type: 'xsd:gYear' },
    'dcterms:source': { type: 'xsd:anyURI' },
  });
});

test('names that differ only in what is left out stay apart', () => {
  const names = new ProvNames();
  const made = ['a b', 'a_b', 'a-b', 'a/b', '日本', '', '...'].map((key) => names.of('x', key));
  expect(new Set(made).size).toBe(made.length);
  expect(names.of('x', 'a b')).toBe(made[0]);
});
