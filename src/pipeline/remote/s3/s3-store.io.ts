import { err, ok, type Result } from '../../../result.ts';
import type { OnBytes, RemoteStore, Sink, Source, Stored } from '../remote-store.ts';
import { fileBody, textBody } from './body.io.ts';
import { PARTS_BEYOND, putInParts } from './multipart.io.ts';
import type { S3Client, Taker } from './s3-client.io.ts';
import { existingByList } from './list-or-ask.ts';
import { type ListPage, elementsIn, escaped, parseListPage, textIn } from './s3-xml.ts';

/** Questions at once. */
const AT_ONCE = 32;
/** As many as one request may remove. */
const MOST_REMOVED = 1000;
/** Statuses: a part of an object; it is not the one that was asked for any more. */
const PARTIAL = 206;
const CHANGED = 412;

/** A bucket, or a folder of one, as a remote. An object shows only when it is whole. */
export class S3Store implements RemoteStore {
  readonly shown: string;
  readonly usualJobs = 16;
  readonly #client: S3Client;
  readonly #folder: string;

  /** @param prefix folder of the bucket, without a slash at either end. */
  constructor(client: S3Client, prefix: string) {
    this.#client = client;
    this.#folder = prefix === '' ? '' : `${prefix}/`;
    this.shown = `s3://${client.bucket}/${prefix}`.replace(/\/$/, '');
  }

  existing(keys: readonly string[]): Promise<Result<ReadonlySet<string>>> {
    return existingByList(keys, {
      page: (folder, token) => this.#page(folder, token),
      isThere: (key) => this.#isThere(key),
      atOnce: AT_ONCE,
    });
  }

  async list(folder: string): Promise<Result<readonly Stored[]>> {
    const all: Stored[] = [];
    for (let token: string | undefined; ; ) {
      const page = await this.#page(folder, token);
      if (!page.ok) return page;
      all.push(...page.value.objects);
      token = page.value.next;
      if (token === undefined) return ok(all);
    }
  }

  async get(key: string, sink: Sink, onBytes?: OnBytes): Promise<Result<boolean>> {
    const doing = this.#doing('read', key);
    // A connection that breaks is taken up where it broke, if the object is still the same one.
    let received = 0;
    let tag: string | undefined;
    const headers = (): Record<string, string> => ({
      ...this.#client.settings.keyHeaders,
      ...(received > 0 && tag !== undefined ? { range: `bytes=${received}-`, 'if-match': tag } : {}),
    });
    const taker: Taker = {
      begin: (answer) => {
        if (answer.status === PARTIAL) return;
        if (received > 0) sink.reset();
        received = 0;
        tag = answer.tag;
      },
      take: (chunk) => {
        sink.write(chunk);
        received += chunk.length;
        onBytes?.(chunk.length);
      },
    };
    for (;;) {
      const answer = await this.#client.ask({
        method: 'GET',
        key: this.#folder + key,
        headers,
        taker,
        doing,
      });
      if (!answer.ok) return answer;
      const { status, text } = answer.value;
      if (status < 300) return ok(true);
      if (status === 404 && textIn(text, 'Code') !== 'NoSuchBucket') return ok(false);
      if (status !== CHANGED || tag === undefined) return err(this.#client.refused(answer.value, doing));
      tag = undefined;
    }
  }

  async put(source: Source, key: string, onBytes?: OnBytes): Promise<Result<true>> {
    if (source.size > PARTS_BEYOND) return putInParts(this.#client, source, this.#folder + key, onBytes);
    const { path, size: length, md5 } = source;
    const sent = await this.#client.demand({
      method: 'PUT',
      key: this.#folder + key,
      headers: () => this.#client.settings.putHeaders,
      body: fileBody(path, { start: 0, length, ...(md5 === undefined ? {} : { md5 }) }, onBytes),
      doing: this.#doing('write', key),
    });
    return sent.ok ? ok(true) : sent;
  }

  async remove(keys: readonly string[]): Promise<Result<true>> {
    const doing = `remove objects from ${this.shown}`;
    for (let from = 0; from < keys.length; from += MOST_REMOVED) {
      const names = keys.slice(from, from + MOST_REMOVED);
      const objects = names
        .map((key) => `<Object><Key>${escaped(this.#folder + key)}</Key></Object>`)
        .join('');
      const xml = `<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Quiet>true</Quiet>${objects}</Delete>`;
      const done = await this.#client.demand({
        method: 'POST',
        query: { delete: '' },
        body: textBody(xml),
        doing,
      });
      if (!done.ok) return done;
      const [failed] = elementsIn(done.value.text, 'Error');
      if (failed !== undefined)
        return err(this.#client.refused({ ...done.value, status: 403, text: failed }, doing));
    }
    return ok(true);
  }

  async close(): Promise<void> {
    this.#client.close();
  }

  async #page(folder: string, token: string | undefined): Promise<Result<ListPage>> {
    const answer = await this.#client.demand({
      method: 'GET',
      query: {
        'list-type': '2',
        prefix: this.#folder + folder,
        'encoding-type': 'url',
        ...(token === undefined ? {} : { 'continuation-token': token }),
      },
      doing: `list ${this.shown}`,
    });
    if (!answer.ok) return answer;
    const { objects, next } = parseListPage(answer.value.text);
    const inner = objects.map(({ key, size }) => ({ key: key.slice(this.#folder.length), size }));
    return ok({ objects: inner, next });
  }

  async #isThere(key: string): Promise<Result<boolean>> {
    const doing = this.#doing('look for', key);
    const answer = await this.#client.ask({
      method: 'HEAD',
      key: this.#folder + key,
      headers: () => this.#client.settings.keyHeaders,
      doing,
    });
    if (!answer.ok) return answer;
    const { status } = answer.value;
    if (status === 200) return ok(true);
    return status === 404 ? ok(false) : err(this.#client.refused(answer.value, doing));
  }

  #doing(verb: string, key: string): string {
    return `${verb} ${this.shown}/${key}`;
  }
}
