import type { Definition } from '../definition/definition.ts';
import type { Resolved } from '../resolve/resolve-stages.ts';

/** A dvc.yaml as it is written and with everything interpolated. */
export interface PipelineFile {
  readonly definition: Definition;
  readonly resolved: Resolved;
}
