/**
 * The words of an accelerator's name, without those that say nothing of what it is: maker, brand, kind of memory. So `NVIDIA
 * A100-SXM4-80GB`, `nvidia-a100-sxm4-80gb` and `A100 SXM4 80 GB` are the same words.
 */
export function acceleratorWords(text: string): string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\((?:r|tm|c)\)|®|™/g, ' ')
    .replaceAll(/\bmax[ -]q\b/g, 'maxq')
    .replaceAll(/\bpci[ -]?e\b|\bpci-express\b/g, 'pcie')
    .replaceAll(/\b(\d+)[ -]?(?:gb|gib|g)(?=[^a-z0-9.]|$)/g, ' $1gb ')
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .split(' ')
    .filter((word) => word !== '' && !SAYS_NOTHING.has(word));
}

const SAYS_NOTHING = new Set(
  `nvidia tesla geforce amd instinct radeon intel google cloud apple habana aws amazon gpu gpus graphics card cards accelerator
  accelerators generation edition design with tensor core series data center
  datacenter chip chips silicon mega a an the of and each`.split(/\s+/),
);

/** What a name says of its model, of its form (SXM4, PCIe, laptop) and of its memory in GB. */
export interface NameParts {
  readonly model: readonly string[];
  readonly forms: readonly string[];
  readonly memoryGB: number | undefined;
}

/** Forms of a board that makers write into names; the word that the tables use for it. */
const FORMS: Readonly<Record<string, string>> = {
  sxm: 'sxm',
  sxm2: 'sxm2',
  sxm3: 'sxm3',
  sxm4: 'sxm4',
  sxm5: 'sxm5',
  sxm6: 'sxm6',
  hgx: 'sxm',
  dgx: 'sxm',
  nvlink: 'sxm',
  pcie: 'pcie',
  nvl: 'nvl',
  oam: 'oam',
  laptop: 'laptop',
  mobile: 'laptop',
  notebook: 'laptop',
  maxq: 'maxq',
  server: 'server',
  workstation: 'workstation',
};

/** Kinds of memory tell a board only together with its name (`H100 80GB HBM3` is the SXM). */
const MEMORY_KIND = /^(?:hbm|gddr)\d?[a-z]?$/;

/** Takes the words of a name apart. */
export function nameParts(words: readonly string[]): NameParts {
  const model: string[] = [];
  const forms: string[] = [];
  let memoryGB: number | undefined;
  for (const word of words) {
    const form = FORMS[word];
    const memory = /^(\d+)gb$/.exec(word)?.[1];
    if (form !== undefined) forms.push(form);
    else if (memory !== undefined) memoryGB = Number(memory);
    else if (!MEMORY_KIND.test(word)) model.push(word);
  }
  return { model, forms, memoryGB };
}
