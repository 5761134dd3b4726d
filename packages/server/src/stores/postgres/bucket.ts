/** Bytes of pictures in a bucket that speaks the protocol of Amazon S3: docs.aws.amazon.com/AmazonS3/latest/API, signed by version 4. */
import { AwsClient } from 'aws4fetch';
import { type BucketPlace, namedBucket } from '../../config/bucket-url.ts';
import { MiB } from '../../units.ts';

/** How long one request may take (ms): 25 MB at some 10 Mbit/s. */
const requestMs = 20_000;
/** What is asked for at once: whoever reads slowly keeps so much in memory, and no connection. */
const partBytes = MiB;

/** What the bucket or the way to it did not do. */
export class BucketError extends Error {
  readonly code = 'ERR_BUCKET';
  /** HTTP status of its answer; undefined where there was none. */
  readonly status: number | undefined;
  constructor(message: string, status?: number, cause?: unknown) {
    super(message, { cause });
    this.name = 'BucketError';
    this.status = status;
  }
}

/** Objects by name. Every promise is rejected with a `BucketError` where the bucket does not do what it is asked. */
export interface Bucket {
  /** `bucket on host`. */
  readonly place: string;
  put(name: string, type: string, data: Uint8Array): Promise<void>;
  /** The bytes of an object, part by part. Throws when they are not all there. */
  read(name: string, bytes: number): AsyncIterable<Uint8Array>;
  /** Resolves also where it is not there. */
  remove(name: string): Promise<void>;
}

export const openBucket = ({ url, ...keys }: BucketPlace): Bucket => {
  const place = namedBucket({ url });
  const client = new AwsClient({ ...keys, service: 's3', retries: 0 });
  const ask = async (name: string, init: RequestInit): Promise<Response> => {
    let answer: Response;
    try {
      answer = await client.fetch(`${url}/${name}`, {
        ...init,
        redirect: 'manual',
        signal: AbortSignal.timeout(requestMs),
      });
    } catch (error) {
      throw new BucketError(`the bucket ${place} does not answer`, undefined, error);
    }
    if (answer.ok) return answer;
    // What it says is XML of its own, a few hundred bytes with what would have to be signed; its code is all that is told.
    const [, code = ''] = /<Code>(\w{1,64})<\/Code>/.exec(await answer.text().catch(() => '')) ?? [];
    throw new BucketError(`the bucket ${place} answered ${answer.status} ${code}`.trim(), answer.status);
  };
  return {
    place,
    async put(name, type, data) {
      const body = new Uint8Array(data);
      await (await ask(name, { method: 'PUT', body, headers: { 'content-type': type } })).arrayBuffer();
    },
    async *read(name, bytes) {
      for (let from = 0; from < bytes; ) {
        const to = Math.min(from + partBytes, bytes);
        const answer = await ask(name, { headers: { range: `bytes=${from}-${to - 1}` } });
        const part = await answer.bytes().catch((error) => {
          throw new BucketError(`the bucket ${place} broke off`, undefined, error);
        });
        // Who does not know of ranges answers with all of it.
        if (part.length !== to - from)
          throw new BucketError(`the bucket ${place} gave ${part.length} bytes of ${name} for ${to - from}`);
        yield part;
        from = to;
      }
    },
    async remove(name) {
      try {
        await (await ask(name, { method: 'DELETE' })).arrayBuffer();
      } catch (error) {
        if (!(error instanceof BucketError) || error.status !== 404) throw error;
      }
    },
  };
};
