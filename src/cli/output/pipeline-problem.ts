import { ERRORS, type ErrorCode, type Problem } from '../../errors.ts';

/** Exit status of a command line or setting that is not understood, everywhere but where DVC's codes hold. */
const USAGE = ERRORS.E_USAGE.exit;

/** As the commands on DVC projects tell it: what is wrong with the command line or the settings has DVC's exit code. */
export function asPipelineProblem(problem: Problem): Problem {
  const code = pipelineCode(problem.code);
  return code === problem.code ? problem : { ...problem, code };
}

function pipelineCode(code: ErrorCode): ErrorCode {
  if (code === 'E_CONFIG') return 'E_PIPELINE_CONFIG';
  return ERRORS[code].exit === USAGE ? 'E_PIPELINE_USAGE' : code;
}
