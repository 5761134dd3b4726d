import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { encodePicture } from './encode-picture.ts';
import { type EncodedPicture, type EncodingLimits, lineOf, type Refusal } from './encoding-answer.ts';

/** The process that decodes one picture, from standard input to standard output, and ends. The last argument holds its limits. */

/** Drawing goes first, and where memory runs out the system ends this process and not the server. */
const giveWay = (): void => {
  try {
    setPriority(10);
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Another system than Linux, or one that does not allow it.
  }
};

const encoded = async (): Promise<EncodedPicture | Refusal> => {
  const limits = JSON.parse(process.argv.at(-1) ?? '') as EncodingLimits;
  const bytes = await buffer(process.stdin);
  // Not every platform has it.
  const sharp = await import('sharp').catch(() => undefined);
  if (sharp === undefined) return 'NO_PICTURES';
  return encodePicture(sharp.default, bytes, limits).catch(() => 'NOT_A_PICTURE' as const);
};

giveWay();
const answer = await encoded();
if (typeof answer === 'string') process.stdout.write(lineOf(answer));
else {
  const { type, width, height, data } = answer;
  process.stdout.write(lineOf({ type, width, height }));
  process.stdout.write(data);
}
