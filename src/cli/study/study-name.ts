/** A study's name after a file: without its folders and its last ending, with what no name may have replaced. */
export function studyNameOf(path: string): string {
  const file = path.split(/[\\/]/).at(-1) ?? '';
  const plain = file.replace(/\.[^.]*$/, '').replaceAll(/[^\p{L}\p{N}_.+@-]+/gu, '-');
  return plain.replace(/^[^\p{L}\p{N}_]+/u, '').slice(0, 100) || 'study';
}
