/** A file as it is sent. */
export interface SentFile {
  readonly name: string;
  readonly base64: string;
}

/** Reads files that were chosen or dropped. Throws what the browser says where one cannot be read. */
export async function readChosen(files: readonly File[]): Promise<readonly SentFile[]> {
  return Promise.all(files.map(async (file) => ({ name: file.name, base64: await base64Of(file) })));
}

async function base64Of(file: File): Promise<string> {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      const address = typeof reader.result === 'string' ? reader.result : '';
      done(address.slice(address.indexOf(',') + 1));
    });
    reader.addEventListener('error', () => failed(reader.error ?? new Error(`${file.name} cannot be read`)));
    reader.readAsDataURL(file);
  });
}
