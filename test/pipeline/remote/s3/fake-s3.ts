import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a test lets go wrong with a request: it answers itself, or returns false. */
export type Fault = (request: IncomingMessage, response: ServerResponse, url: URL) => boolean;

/** A small S3 server, for what a real one cannot be made to do. Keys are listed in pages of three. */
export class FakeS3 {
  readonly objects = new Map<string, Buffer>();
  readonly uploads = new Map<string, { key: string; parts: Map<number, Buffer> }>();
  /** Requests as they came: method, path with query. */
  readonly log: string[] = [];
  readonly headers: IncomingMessage['headers'][] = [];
  fault: Fault = () => false;
  pageSize = 3;
  readonly #server: Server;
  #count = 0;

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(): Promise<FakeS3> {
    const fake = new FakeS3();
    await new Promise<void>((resolve) => {
      fake.#server.listen(0, '127.0.0.1', resolve);
    });
    return fake;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.endpoint);
    this.log.push(`${request.method} ${request.url}`);
    this.headers.push(request.headers);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (this.fault(request, response, url)) return;
    const body = Buffer.concat(chunks);
    const md5 = request.headers['content-md5'];
    if (md5 !== undefined && md5 !== createHash('md5').update(body).digest('base64')) {
      refuse(response, 400, 'BadDigest');
      return;
    }
    const [, bucket, ...rest] = url.pathname.split('/').map(decodeURIComponent);
    if (bucket !== 'bucket') {
      refuse(response, 404, 'NoSuchBucket');
      return;
    }
    const key = rest.join('/');
    const query = url.searchParams;
    if (request.method === 'POST') this.#post(key, query, body, response);
    else if (request.method === 'PUT') this.#put(key, query, body, response);
    else if (query.get('list-type') === '2') this.#list(query, response);
    else if (query.has('uploads')) this.#listUploads(query, response);
    else if (query.has('uploadId')) this.#listParts(query, response);
    else this.#get(key, request, response);
  }

  #get(key: string, request: IncomingMessage, response: ServerResponse): void {
    const object = this.objects.get(key);
    if (object === undefined) {
      refuse(response, 404, 'NoSuchKey');
      return;
    }
    const [, start] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
    const tag = tagOf(object);
    if (request.headers['if-match'] !== undefined && request.headers['if-match'] !== tag) {
      refuse(response, 412, 'PreconditionFailed');
      return;
    }
    const part = object.subarray(Number(start ?? 0));
    response.writeHead(start === undefined ? 200 : 206, { etag: tag, 'content-length': part.length });
    response.end(request.method === 'HEAD' ? undefined : part);
  }

  #put(key: string, query: URLSearchParams, body: Buffer, response: ServerResponse): void {
    const upload = this.uploads.get(query.get('uploadId') ?? '');
    if (upload === undefined) this.objects.set(key, body);
    else upload.parts.set(Number(query.get('partNumber')), body);
    response.writeHead(200, { etag: tagOf(body) }).end();
  }

  #post(key: string, query: URLSearchParams, body: Buffer, response: ServerResponse): void {
    const upload = this.uploads.get(query.get('uploadId') ?? '');
    if (query.has('uploads')) {
      const id = `upload-${this.#count++}`;
      this.uploads.set(id, { key, parts: new Map() });
      send(
        response,
        `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
      );
    } else if (query.has('delete')) {
      for (const [, name = ''] of body.toString().matchAll(/<Key>(.*?)<\/Key>/g)) this.objects.delete(name);
      send(response, '<DeleteResult/>');
    } else if (upload === undefined) refuse(response, 404, 'NoSuchUpload');
    else {
      const numbers = [...body.toString().matchAll(/<PartNumber>(\d+)</g)].map(([, number]) =>
        Number(number),
      );
      this.objects.set(
        key,
        Buffer.concat(numbers.map((number) => upload.parts.get(number) ?? Buffer.alloc(0))),
      );
      this.uploads.delete(query.get('uploadId') ?? '');
      send(response, '<CompleteMultipartUploadResult/>');
    }
  }

  #list(query: URLSearchParams, response: ServerResponse): void {
    const prefix = query.get('prefix') ?? '';
    const after = query.get('continuation-token') ?? '';
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort();
    const rest = keys.filter((key) => key > after);
    const page = rest.slice(0, this.pageSize);
    const isMore = rest.length > page.length;
    const next = isMore ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
    const contents = page
      .map(
        (key) =>
          `<Contents><Key>${encodeURIComponent(key)}</Key><Size>${this.objects.get(key)?.length}</Size></Contents>`,
      )
      .join('');
    send(
      response,
      `<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>${isMore}</IsTruncated>${next}${contents}</ListBucketResult>`,
    );
  }

  #listUploads(query: URLSearchParams, response: ServerResponse): void {
    const found = [...this.uploads].filter(([, { key }]) => key.startsWith(query.get('prefix') ?? ''));
    const items = found.map(
      ([id, { key }]) => `<Upload><Key>${key}</Key><UploadId>${id}</UploadId></Upload>`,
    );
    send(response, `<ListMultipartUploadsResult>${items.join('')}</ListMultipartUploadsResult>`);
  }

  #listParts(query: URLSearchParams, response: ServerResponse): void {
    const parts = this.uploads.get(query.get('uploadId') ?? '')?.parts ?? new Map<number, Buffer>();
    const items = [...parts].map(
      ([number, body]) =>
        `<Part><PartNumber>${number}</PartNumber><ETag>${tagOf(body).replaceAll('"', '&quot;')}</ETag></Part>`,
    );
    send(response, `<ListPartsResult><IsTruncated>false</IsTruncated>${items.join('')}</ListPartsResult>`);
  }
}

/** Answers as S3 does where it refuses. */
export function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/xml', ...headers });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>because</Message></Error>`);
}

function send(response: ServerResponse, xml: string): void {
  response.writeHead(200, { 'content-type': 'application/xml' }).end(`<?xml version="1.0"?>${xml}`);
}

function tagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}
