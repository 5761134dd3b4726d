import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { BucketPlace } from '../../src/config/bucket-url.ts';
import { afterThis } from './server.ts';

/** A store that speaks as much of the protocol of Amazon S3 as is asked of it, and checks each signature. */
export interface FakeBucket {
  /** For `ASSETS_S3_URL`. */
  readonly setting: string;
  readonly place: BucketPlace;
  readonly objects: ReadonlyMap<string, { readonly type: string; readonly data: Buffer }>;
  /** From now on every request is answered with this status; undefined: as it should be. */
  fail(status: number | undefined): void;
  /** Loses an object, as a bucket does not. */
  lose(name: string): void;
}

const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'a/secret+of=some kind' } as const;

const sha = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** Signature Version 4 as docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html describes it. */
const isSigned = ({ method = '', url = '', headers }: IncomingMessage, region: string): boolean => {
  const [, scope = '', signed = '', signature = ''] =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)$/.exec(
      headers.authorization ?? '',
    ) ?? [];
  const [id, date = '', ofRegion = '', service = '', end = ''] = scope.split('/');
  if (id !== keys.accessKeyId || ofRegion !== region) return false;
  const [path = '', query = ''] = url.split('?');
  const named = signed.split(';');
  if (!named.includes('host')) return false;
  const canonical = [
    ...[method, path, query],
    ...named.map((name) => `${name}:${String(headers[name]).trim()}`),
    ...['', signed, headers['x-amz-content-sha256'] ?? ''],
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], [date, ofRegion, service, end].join('/'), sha(canonical)];
  const key = [date, ofRegion, service, end].reduce<string | Buffer>(hmac, `AWS4${keys.secretAccessKey}`);
  return hmac(key, toSign.join('\n')).toString('hex') === signature;
};

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

/** Gone when the test ends. */
export const fakeBucket = async (): Promise<FakeBucket> => {
  const region = 'eu-central-1';
  const objects = new Map<string, { readonly type: string; readonly data: Buffer }>();
  let failing: number | undefined;
  const answer = async (request: IncomingMessage): Promise<{ readonly status: number; readonly data?: Buffer }> => {
    const body = await bodyOf(request);
    const denied = { status: 403, data: Buffer.from('<Error><Code>AccessDenied</Code></Error>') };
    if (failing !== undefined) return { status: failing };
    if (!isSigned(request, region)) return denied;
    const [, name] = /^\/pictures\/gesso\/([\w-]+)$/.exec(request.url ?? '') ?? [];
    if (name === undefined) return denied;
    if (request.method === 'PUT') objects.set(name, { type: request.headers['content-type'] ?? '', data: body });
    if (request.method === 'DELETE') objects.delete(name);
    if (request.method !== 'GET') return { status: request.method === 'PUT' ? 200 : 204 };
    const [, from = 0, to = 0] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    const data = objects.get(name)?.data;
    return data === undefined ? { status: 404 } : { status: 206, data: data.subarray(Number(from), Number(to) + 1) };
  };
  const server = createServer(async (request, response) => {
    const { status, data } = await answer(request);
    response.writeHead(status).end(data);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterThis(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const setting = new URL(`http://127.0.0.1:${port}/pictures/gesso?region=${region}`);
  setting.username = keys.accessKeyId;
  setting.password = encodeURIComponent(keys.secretAccessKey);
  return {
    setting: setting.href,
    place: { ...keys, region, url: `http://127.0.0.1:${port}/pictures/gesso` },
    objects,
    fail(status) {
      failing = status;
    },
    lose: (name) => void objects.delete(name),
  };
};
