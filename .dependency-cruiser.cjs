/** Floors of the house (docs/decisions/0001): an import goes down, never sideways on a floor. */
const floors = [
  ['cli'],
  ['server', 'index'],
  ['calc', 'pipeline', 'search', 'report', 'schedule'],
  ['run', 'engine'],
  ['book'],
  ['meters', 'attribution', 'grid'],
  ['hardware'],
  ['host'],
  ['units', 'stats'],
  ['result'],
  ['errors'],
];
const pathOf = (room) =>
  ['index', 'errors', 'result'].includes(room) ? `^src/${room}\\.ts$` : `^src/${room}/`;
const any = (rooms) => rooms.map(pathOf).join('|');

const downward = floors.flatMap((rooms, level) =>
  rooms.map((room) => {
    const above = floors.slice(0, level).flat();
    const beside = rooms.filter((other) => other !== room);
    return {
      name: `floor-of-${room}`,
      comment: 'An import goes down, never up and never sideways on a floor.',
      severity: 'error',
      from: { path: pathOf(room) },
      to: { path: any([...above, ...beside]) || '^$' },
    };
  }),
);

module.exports = {
  forbidden: [
    ...downward,
    {
      name: 'no-circular',
      comment: 'What is loaded only when it is asked for may lead back: the dashboard asks the commands.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['dynamic-import'] } },
    },
    {
      name: 'only-io-touches-the-world',
      comment: 'Only files ending in .io.ts may import node: modules or native libraries.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['\\.io\\.ts$'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-files-do-not-reach-io',
      comment:
        'A file that is not .io.ts takes values and returns values (types of .io.ts files may be used).',
      severity: 'error',
      from: { path: '^src/', pathNot: ['\\.io\\.ts$', '^src/index\\.ts$'] },
      to: { path: '\\.io\\.ts$', dependencyTypesNot: ['type-only', 'dynamic-import'] },
    },
    {
      name: 'nobody-uses-the-page',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^web/' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: ['\\.d\\.ts$'] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
