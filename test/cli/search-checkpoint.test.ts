import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Place } from './joulebook.ts';

/** Nine epochs; what it has done is in the checkpoint folder, if it keeps one, and each epoch that it trains in `epochs`. */
const TRAIN = `
i=0
[ -e "$JOULEBOOK_CKPT_DIR/i" ] && i=$(cat "$JOULEBOOK_CKPT_DIR/i")
while [ $i -lt 9 ]; do
  i=$((i+1)); echo x >> epochs
  # There, and whole, before the epoch is told: a pause may come at once.
  [ -n "$KEEP" ] && echo $i > "$JOULEBOOK_CKPT_DIR/new" && mv "$JOULEBOOK_CKPT_DIR/new" "$JOULEBOOK_CKPT_DIR/i"
  echo "epoch $i loss=$1"
  sleep 0.1
done
`;

interface Shown {
  readonly stderr: string;
  readonly trials: readonly {
    readonly number: number;
    readonly state: string;
    readonly why: string | null;
  }[];
}

function searched(checkpoint: string, env: Readonly<Record<string, string>>): Shown {
  const at = new Place();
  writeFileSync(join(at.dir, 'train.sh'), TRAIN);
  writeFileSync(
    join(at.dir, 's.yaml'),
    `version: 1
objective: {metric: loss, goal: minimize, resource: epoch, max_resource: 9}
budget: {trials: 6}
parameters: {x: {min: 0.0, max: 1.0}}
command: sh train.sh $\{param:x}
checkpoint: ${checkpoint}
search: {stopper: {type: asha-promotion, min_resource: 1, eta: 3}, sampler: random, seed: 4}
`,
  );
  const { stderr, code } = at.run(['search', 's.yaml', '--region', 'FR'], env);
  expect(code, stderr).toBe(0);
  const { data } = JSON.parse(at.run(['study', 'show', 's', '--json']).stdout) as {
    data: { list: Shown['trials'] };
  };
  return { stderr, trials: data.list };
}

test('promotion where trials keep checkpoints: they are paused, and the best go on', () => {
  const { stderr, trials } = searched('auto', { KEEP: '1' });
  expect(stderr).not.toContain('warning');
  expect(trials.filter(({ state }) => state === 'paused').length).toBeGreaterThan(2);
  expect(trials.filter(({ state }) => state === 'stopped')).toEqual([]);
});

test('promotion where they keep none: after the first pause weak trials are stopped, and that is said once', () => {
  const { stderr, trials } = searched('auto', {});
  expect(stderr.match(/from here on weak trials are stopped, not paused/g)).toHaveLength(1);
  expect(trials.filter(({ state }) => state === 'paused')).toEqual([]);
  expect(trials[0]?.state).toBe('complete');
  expect(trials.some(({ state, why }) => state === 'stopped' && why?.includes('go on'))).toBe(true);
});

test('what the file says of checkpoints is believed', () => {
  const without = searched('false', { KEEP: '1' });
  expect(without.stderr).not.toContain('from here on');
  expect(without.trials.filter(({ state }) => state === 'paused')).toEqual([]);
  const withThem = searched('true', {});
  expect(withThem.stderr).toContain('paused trials begin anew when they go on');
  expect(withThem.trials.filter(({ state }) => state === 'paused').length).toBeGreaterThan(2);
});
