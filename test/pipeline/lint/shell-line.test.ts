import { describe, expect, test } from 'vitest';
import { lostBetween } from '../../../src/pipeline/lint/shell-line.ts';

describe('lines that are shells of their own', () => {
  test.each([
    ['a variable that is used later', ['X=1', 'echo $X'], 'the variable X'],
    ['a variable in braces', ['X=$(date)', 'echo ${X}-a'], 'the variable X'],
    [
      'an exported variable, used or not',
      ['export CUDA_VISIBLE_DEVICES=0', 'python train.py'],
      'CUDA_VISIBLE_DEVICES',
    ],
    ['a cd', ['cd src', 'python train.py'], '`cd src`'],
    ['a cd before another command', ['mkdir -p a && cd a', 'make'], '`cd a`'],
    [
      'an activated environment',
      ['source venv/bin/activate', 'python train.py'],
      '`source venv/bin/activate`',
    ],
    ['conda', ['conda activate ml', 'python train.py'], '`conda activate`'],
    ['a loop', ['for i in 1 2; do', '  echo $i', 'done'], '`for`'],
    ['a condition', ['if [ -e a ]; then', 'rm a', 'fi'], '`if`'],
    ['a backslash at the end', ['python train.py \\', '  --lr 0.1'], 'a backslash'],
    ['an operator at the end', ['make all &&', 'make test'], '&&'],
    ['a pipe at the end', ['cat a |', 'wc'], '|'],
    ['a quoted text', ["python -c 'import a", "a.b()'"], 'a quoted text'],
    ['a here-document', ['cat > a <<EOF', 'text', 'EOF'], 'a here-document'],
    ['a function', ['f() {', 'echo', '}', 'f'], 'a block in braces'],
    ['a subshell', ['(cd a', 'make)'], 'a parenthesis'],
  ])('%s is lost', (_, lines, told) => {
    expect(lostBetween(lines)).toContain(told);
  });

  test.each([
    ['commands that know nothing of each other', ['mkdir -p out', 'python train.py', 'rm -rf tmp']],
    ['a variable for one command only', ['LR=1 python train.py', 'echo $LR']],
    ['a variable that nobody uses', ['X=1', 'echo a']],
    ['a cd in the last line', ['make', 'cd a && make']],
    ['a cd in a subshell', ['(cd a && make)', 'make']],
    ['lines that each say where they run', ['cd a && make', 'cd b && make']],
    ['a loop on one line', ['for i in 1 2; do echo $i; done', 'echo "it\'s"']],
    ['comments and empty lines', ['# cd a', '', 'make']],
    ['quotes that hold operators', ['echo "a &&"', "echo 'b |'"]],
    ['a single line', ['cd a && make']],
    ['a here-string', ['cat <<< a', 'make']],
  ])('%s lose nothing', (_, lines) => {
    expect(lostBetween(lines)).toBeUndefined();
  });
});
