/** What the process that decodes pictures is told, and what it answers: one line of JSON, and behind it the bytes of the picture. */

/** The limits it holds to. */
export interface EncodingLimits {
  /** Pixels of a picture as it is sent. */
  readonly sentPixels: number;
  /** Pixels of a picture as it is kept, and of its longer side. */
  readonly keptPixels: number;
  readonly keptSide: number;
}

const refusals = ['NOT_A_PICTURE', 'PICTURE_TOO_LARGE', 'NO_PICTURES'] as const;
/** Why a picture was not taken, by its code in the table of failures. */
export type Refusal = (typeof refusals)[number];

/** The types that pictures are kept as. */
const assetTypes = ['image/png', 'image/webp'] as const;
export type AssetType = (typeof assetTypes)[number];

/** What is said of a picture before its bytes. */
export interface PictureFacts {
  readonly type: AssetType;
  /** The size it is meant to be shown at, in board units: of an SVG or a screenshot of a dense screen less than its pixels. */
  readonly width: number;
  readonly height: number;
}

export interface EncodedPicture extends PictureFacts {
  readonly data: Uint8Array;
}

const lineEnd = 0x0a;
/** Bytes of the line at most. */
const lineBytes = 256;

/** The line in front of a picture, or instead of one. */
export const lineOf = (answer: PictureFacts | Refusal): string =>
  `${JSON.stringify(typeof answer === 'string' ? { refusal: answer } : answer)}\n`;

const isSide = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value > 0;

/**
 * What a process said, which a picture may have taken over: it is believed as far as it is one of these answers.
 * Returns undefined when it is none.
 */
export const answerOf = (said: Uint8Array): EncodedPicture | Refusal | undefined => {
  const end = said.subarray(0, lineBytes).indexOf(lineEnd);
  if (end < 0) return undefined;
  let line: unknown;
  try {
    line = JSON.parse(new TextDecoder().decode(said.subarray(0, end)));
  } catch {
    return undefined;
  }
  const { refusal, type, width, height } = Object(line) as Readonly<Record<string, unknown>>;
  const refused = refusals.find((known) => known === refusal);
  if (refused !== undefined) return refused;
  const known = assetTypes.find((one) => one === type);
  const data = said.subarray(end + 1);
  if (known === undefined || !isSide(width) || !isSide(height) || data.length === 0) return undefined;
  return { type: known, width, height, data };
};
