/** The address of a bucket for pictures: what it may look like, and how it is named to people without its keys. */
import { ConfigError, type Parser } from './parsers.ts';

/** A place in a store that speaks the protocol of Amazon S3. */
export interface BucketPlace {
  /** Of the bucket, or of a folder in it, without a slash at its end; the bucket is the first part of the path. */
  readonly url: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

/** Names that mean themselves in a path: nothing of them is written otherwise when a request is signed. */
const isPath = (path: string): boolean => /^(?:\/[\w.-]+)+\/?$/.test(path);

/** What it was set to is never told: it has keys in it. */
export const bucketUrl: Parser<BucketPlace> = (text, name) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const [accessKeyId, secretAccessKey] = [decoded(url?.username ?? ''), decoded(url?.password ?? '')];
  if (url === undefined || !/^https?:$/.test(url.protocol) || !isPath(url.pathname) || !accessKeyId || !secretAccessKey)
    throw new ConfigError(`${name} should look like https://key:secret@host/bucket?region=eu-central-1.`);
  return {
    url: `${url.origin}${url.pathname.replace(/\/$/, '')}`,
    accessKeyId,
    secretAccessKey,
    region: url.searchParams.get('region') ?? 'us-east-1',
  };
};

/** `bucket on host`, without keys. */
export const namedBucket = ({ url }: Pick<BucketPlace, 'url'>): string => {
  const { host, pathname } = new URL(url);
  return `${pathname.slice(1)} on ${host}`;
};
