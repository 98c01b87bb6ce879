const MAGIC: readonly (readonly [name: string, bytes: readonly number[], fix: string])[] = [
  ['gzip', [0x1f, 0x8b], 'Unpack it first (gunzip).'],
  [
    'zip',
    [0x50, 0x4b, 0x03, 0x04],
    'Unpack it first (unzip); of a spreadsheet (.xlsx), save the table as CSV.',
  ],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd], 'Unpack it first (unzstd).'],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a], 'Unpack it first (unxz).'],
  ['bzip2', [0x42, 0x5a, 0x68], 'Unpack it first (bunzip2).'],
  ['Parquet', [0x50, 0x41, 0x52, 0x31], 'Save it as CSV first, e.g. with pandas: read_parquet, then to_csv.'],
];

/** Why a file is not read although it may well hold records: by its first bytes, where these say that it is packed. */
export function packedAs(head: Uint8Array): { readonly why: string; readonly fix: string } | undefined {
  const found = MAGIC.find(([, bytes]) => bytes.every((byte, i) => head[i] === byte));
  return found === undefined
    ? undefined
    : { why: `it is ${found[0]}, which is not read as it stands`, fix: found[2] };
}

/** Whether a file's name says that there are records in it, packed. */
export function isPackedRecord(name: string): boolean {
  return /\.(csv|tsv|jsonl?|log|wandb|db)\.(gz|zip|zst|xz|bz2)$/i.test(name);
}
