import type { Drawn } from './drawing-file.ts';

/** Lets the browser save a file. */
export function save(name: string, content: string | Blob, type: string): void {
  const blob = typeof content === 'string' ? new Blob([content], { type }) : content;
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // long enough for a slow disk
}

/** A drawing as a picture, `scale` pixels for each of its own. */
export async function pngOf({ svg, width, height }: Drawn, scale: number): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image(width, height);
    // Not `decode()`, which waits for a frame of the page.
    await new Promise((done) => {
      // Drawing a broken one throws, and says why.
      for (const end of ['load', 'error']) image.addEventListener(end, done);
      image.src = address;
    });
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    if (blob === null) throw new Error('the browser made no picture');
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** A title as the name of a file. */
export function fileNameOf(title: string): string {
  const plain = title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 60);
  return `joulebook-${plain.replaceAll(/^-|-$/g, '') || 'chart'}`;
}
