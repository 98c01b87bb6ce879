import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveCommand, type TrialFacts } from '../../../src/search/file/resolve-command.ts';
import type { SearchSpec } from '../../../src/search/file/search-spec.ts';
import type { Configuration } from '../../../src/search/space/configuration.ts';
import { problemsOf, specOf } from './reading.ts';

const PARAMETERS = `objective: loss
parameters:
  lr: {min: 0.001, max: 0.1}
  opt: {values: [adam, sgd]}
  flag: {values: [true, false]}
  model: {parameters: {size: {values: [1, 2]}, act: relu}}
  momentum: {min: 0.0, max: 1.0, when: opt == 'sgd'}
`;
const CONFIGURATION: Configuration = { lr: 0.01, opt: 'adam', flag: false, 'model.size': 2 };

function factsOf(configuration: Configuration, environment = {}): TrialFacts {
  return {
    configuration,
    trial: 3,
    study: 'tune',
    seed: 11,
    checkpointFolder: '/b/ckpt',
    trialFolder: '/b/3',
    parametersFile: '/b/3/params.json',
    environment,
  };
}

function resolved(spec: SearchSpec, configuration = CONFIGURATION, environment = {}): readonly string[] {
  if (spec.command === undefined) throw new Error('no command');
  const words = resolveCommand(spec.command, spec, factsOf(configuration, environment));
  if (!words.ok) throw new Error(words.error.what);
  return words.value;
}

function wordsOf(command: string, configuration = CONFIGURATION, environment = {}): readonly string[] {
  return resolved(specOf(`${PARAMETERS}command: ${JSON.stringify(command)}\n`), configuration, environment);
}

describe('a command without shell syntax', () => {
  it.each<[string, readonly string[]]>([
    ['run ${args}', ['run', '--flag=false', '--lr=0.01', '--model.act=relu', '--model.size=2', '--opt=adam']],
    [
      'run ${args_no_boolean_flags}',
      ['run', '--lr=0.01', '--model.act=relu', '--model.size=2', '--opt=adam'],
    ],
    ['run ${json}', ['run', '{"flag":false,"lr":0.01,"model":{"act":"relu","size":2},"opt":"adam"}']],
    ['run ${json_file} ${trial_dir}/log ${ckpt_dir}', ['run', '/b/3/params.json', '/b/3/log', '/b/ckpt']],
    ['run ${study}-${trial} ${seed}', ['run', 'tune-3', '11']],
    ['run --lr ${param:lr} --o=${param:opt}', ['run', '--lr', '0.01', '--o=adam']],
    ['run "a  b" \'c d\' e\\ f "" "${param:opt} x"', ['run', 'a  b', 'c d', 'e f', '', 'adam x']],
    ['run {"a": 1} {lr}', ['run', '{a:', '1}', '{lr}']],
    ['  run \t x  ', ['run', 'x']],
    ['run "q\\"q" \'it\'s\'', ['run', 'q"q', 'its']],
  ])('%s', (command, words) => {
    const text = command.endsWith("'it's'") ? command.replace("'it's'", "'it''s'") : command;
    expect(wordsOf(text)).toEqual(words);
  });

  it('may be a list, whose words are passed as they are', () => {
    const spec = specOf(
      `${PARAMETERS}command: [run, a b, 3, 0.10, "", "\${param:lr}|\${param:opt}", $HOME]\n`,
    );
    expect(resolved(spec)).toEqual(['run', 'a b', '3', '0.10', '', '0.01|adam', '$HOME']);
  });

  it('leaves out an option whose parameter is not active', () => {
    const command =
      'run --momentum ${param:momentum} -m ${param:momentum} --m=${param:momentum} --lr ${param:lr}';
    expect(wordsOf(command)).toEqual(['run', '--lr', '0.01']);
    expect(wordsOf(command, { ...CONFIGURATION, opt: 'sgd', momentum: 0.5 })).toEqual([
      'run',
      '--momentum',
      '0.5',
      '-m',
      '0.5',
      '--m=0.5',
      '--lr',
      '0.01',
    ]);
  });

  it('leaves the resolvers of Hydra as they are', () => {
    const spec = specOf(`${PARAMETERS}command: [run, "dir=\${now:%Y-%m-%d}/\${oc.env:USER}", "\${args}"]\n`);
    expect(resolved(spec).slice(0, 2)).toEqual(['run', 'dir=${now:%Y-%m-%d}/${oc.env:USER}']);
    expect(problemsOf(`${PARAMETERS}command: [run, "dir=\${lr}", "\${argz}"]\n`)).toHaveLength(2);
  });

  it('takes variables of the environment, and fails where one is missing', () => {
    expect(wordsOf('run ${envvar:WHERE}/x', CONFIGURATION, { WHERE: '/here' })).toEqual(['run', '/here/x']);
    const spec = specOf(`${PARAMETERS}command: run \${envvar:WHERE}\n`);
    const words = spec.command && resolveCommand(spec.command, spec, factsOf(CONFIGURATION));
    expect(words?.ok).toBe(false);
  });

  it('passes any value on byte for byte', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0') && text !== 'b'),
        (value) => {
          const spec = specOf(
            `objective: loss\nparameters: {v: {values: [${JSON.stringify(value)}, b]}}\ncommand: run \${param:v}\n`,
          );
          expect(resolved(spec, { v: value })).toEqual(['run', value]);
        },
      ),
    );
  });
});

describe('behind -- of a command line', () => {
  const options = (...command: string[]) => ({
    metrics: ['loss'],
    params: [
      { key: 'lr', value: '0.001..0.1' },
      { key: 'opt', value: 'adam,sgd' },
    ],
    command,
  });

  it('{lr} stands for a parameter, and what else is in braces for itself', () => {
    const spec = specOf(
      undefined,
      options('run', '--lr={lr}', '{opt}', '{"a":{lr}}', '{}', '{print}', '${args}'),
    );
    expect(resolved(spec, { lr: 0.01, opt: 'adam' })).toEqual([
      'run',
      '--lr=0.01',
      'adam',
      '{"a":0.01}',
      '{}',
      '{print}',
      '--lr=0.01',
      '--opt=adam',
    ]);
  });

  it('a name that is nearly one is a mistake', () => {
    expect(problemsOf(undefined, options('run', '{otp}'))).toMatchObject([
      { what: '{otp}: {otp} is no parameter', fix: 'Did you mean `{opt}`?' },
    ]);
  });
});

describe('a command with shell syntax', () => {
  it.each<[string, string]>([
    ['cd x && run ${args}', 'cd x && run --flag=false --lr=0.01 --model.act=relu --model.size=2 --opt=adam'],
    ['X=1 run', 'X=1 run'],
    ['run $HOME ${USER} *.txt', 'run $HOME ${USER} *.txt'],
    ['run ${param:opt} > log', 'run adam > log'],
    ['run ${param:trial}', ''],
  ])('%s', (command, line) => {
    if (line === '') expect(problemsOf(`${PARAMETERS}command: ${command}\n`)).not.toEqual([]);
    else expect(wordsOf(command)).toEqual(['/bin/sh', '-c', line]);
  });

  /** What a shell makes of a value inside each kind of quotes. */
  const TEMPLATES = [
    'printf %s ${param:v};',
    "printf %s '${param:v}';",
    'printf %s "${param:v}";',
    'printf %s "$(printf %s ${param:v}; echo .)";',
    'printf %s x\'y\'"z"${param:v} | cat',
    "printf '%s' \"a'${param:v}'b\";",
  ];

  it('hands any value to the program as it is, and never runs it', () => {
    const hostile = [
      '$(touch pwned)',
      '`id`',
      "'; echo pwned; '",
      '"; echo pwned; "',
      '\\',
      '$HOME',
      'a\nb',
      '!x',
      '#',
      '*',
      '~',
      "'",
      '"',
      '\\"',
      "\\'",
      '2',
      '-n',
    ];
    for (const value of hostile)
      for (const template of TEMPLATES) {
        const spec = specOf(
          `objective: loss\nparameters: {v: {values: [${JSON.stringify(value)}, other]}}\ncommand: ${JSON.stringify(template)}\n`,
        );
        const [program = '', ...args] = resolved(spec, { v: value });
        const { stdout } = spawnSync(program, args, { encoding: 'utf8', env: {} });
        expect([
          template,
          stdout
            .replace(/\.$/, '')
            .replace(/^xyz/, '')
            .replace(/^a'([^]*)'b$/, '$1'),
        ]).toEqual([template, value]);
      }
  });

  it.each([
    'run `echo ${param:opt}`',
    'run ${X:-${param:opt}}',
    "run $'${param:opt}' ;",
    'run; # ${param:opt}',
    'cat <<E\n${param:opt}\nE',
    'run \\${param:opt};',
    'run $${param:opt};',
    'run "\\${param:opt}";',
    "run '${args}';",
    'run ${param:momentum};',
  ])('%s is refused: the value could be read as something else', (command) => {
    const problems = problemsOf(`${PARAMETERS}command: ${JSON.stringify(command)}\n`);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.at?.line).toBe(8);
  });

  it('never takes a number in front of > for a descriptor', () => {
    const spec = specOf(
      'objective: loss\nparameters: {n: [1, 2]}\ncommand: echo ${param:n}>/dev/null; echo done\n',
    );
    expect(resolved(spec, { n: 2 })[2]).toBe("echo '2'>/dev/null; echo done");
  });
});
