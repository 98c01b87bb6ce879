import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { addressOf } from '../graph/address.ts';
import type { Node, RepoPath } from '../model/stage.ts';
import type { Value } from '../model/value.ts';
import type { Workbench } from '../repro/workbench.io.ts';
import { editStage } from './edit-definition.io.ts';
import { writeDataFile } from './write-data-file.io.ts';

/** Freezes a stage or data source, or unfreezes it. @returns the file that was changed. */
export function freeze({ project }: Workbench, node: Node, frozen: boolean): Result<RepoPath> {
  if (node.kind === 'data') {
    const failed = writeDataFile(project.root, { ...node, frozen });
    return failed === undefined ? ok(node.file) : err(failed);
  }
  const definition = project.pipelines.get(node.file)?.definition;
  if (definition?.stages.get(node.name)?.kind !== 'single')
    return err(
      problem(
        'E_PIPELINE',
        `cannot dump a parametrized stage: '${addressOf(node, project.from)}'`,
        'it is one of a group, and what dvc.yaml says holds for all of them',
        `set frozen in ${node.file} for the whole group`,
      ),
    );
  const edited = editStage(project.root, definition, node.name, (body) => {
    const changed = new Map<string, Value>(body);
    if (frozen) changed.set('frozen', true);
    else changed.delete('frozen');
    return changed;
  });
  return edited.ok ? ok(node.file) : edited;
}
