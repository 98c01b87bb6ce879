import { CopyButton } from '../../parts/copy-button.tsx';

const NEW = `joulebook init
joulebook stage add -n train -d train.py -d data.csv -o model.bin python train.py
joulebook repro`;

/** Shown where there is no dvc.yaml: how to get one. */
export function NoPipeline({ root }: { readonly root: string | null }) {
  return (
    <section class="empty">
      <h2>{root === null ? 'No project here' : 'No stages yet'}</h2>
      <p>
        {root === null ? (
          <>
            The dashboard was not started inside of a project: no folder from there up holds <code>.dvc</code>
            . Start it in one, or make one.
          </>
        ) : (
          <>
            <bdi>{root}</bdi> holds no stages and no tracked data. A stage is a command with what it reads and
            makes; what has not changed is not run again, and each run is measured.
          </>
        )}
      </p>
      <pre tabIndex={0} aria-label="Commands that make a pipeline">
        {root === null ? NEW : NEW.replace('joulebook init\n', '')}
      </pre>
      <p class="row">
        <CopyButton text={NEW} label="Copy the commands" />
      </p>
    </section>
  );
}
