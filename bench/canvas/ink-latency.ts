import { setTimeout as delay } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { canvas } from '../config.ts';

/** Where the line is drawn: an empty part of the screen, clear of the interface (CSS px). */
const line = { x: 320, y: 300 } as const;
const { speed, rate, seconds } = canvas.ink;
const samples = rate * seconds;
const stepPx = speed / rate;
/** JPEG, of the recording and of the picture at rest. */
const quality = 60;
/** Long enough for the last sample to be shown, and too short for ink that is held still to become a line. */
const settleMs = 350;
/** Ink reaches about half its width beyond a point; farther means that the line is not what was drawn (px). */
const mostReach = 8;

/** ms since 1970, finer than `Date.now`. */
const clock = (): number => performance.timeOrigin + performance.now();

interface Frame {
  /** ms since 1970 at which the browser showed it. */
  readonly shownAt: number;
  readonly picture: string;
}

/** Collects what the browser shows until stopped. */
const record = async (session: CDPSession): Promise<() => Promise<Frame[]>> => {
  const frames: Frame[] = [];
  session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    if (metadata.timestamp !== undefined) frames.push({ shownAt: metadata.timestamp * 1_000, picture: data });
    void session.send('Page.screencastFrameAck', { sessionId });
  });
  await session.send('Page.startScreencast', { format: 'jpeg', quality, everyNthFrame: 1 });
  return async () => {
    await session.send('Page.stopScreencast');
    return frames;
  };
};

/** The rightmost dark pixel on the line in each picture (CSS px), or 0. */
const findTips = (page: Page, pictures: readonly string[]): Promise<number[]> =>
  page.evaluate(
    async ({ list, from, width, top, height }) => {
      const tips: number[] = [];
      for (const picture of list) {
        const bytes = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0));
        const image = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
        const g = new OffscreenCanvas(width, height).getContext('2d');
        if (g === null) throw new Error('no canvas');
        g.drawImage(image, -from, -top);
        const { data } = g.getImageData(0, 0, width, height);
        let tip = 0;
        for (let i = 0; i < data.length; i += 4) {
          const dark = (data[i] ?? 0) + (data[i + 1] ?? 0) + (data[i + 2] ?? 0) < 384;
          if (dark) tip = Math.max(tip, from + ((i / 4) % width));
        }
        tips.push(tip);
      }
      return tips;
    },
    {
      list: pictures,
      from: line.x,
      width: Math.ceil(speed * seconds) + 40,
      top: line.y - 4,
      height: 8,
    },
  );

/**
 * ms from the dispatch of a pointer sample to a picture that shows ink at its place, one per frame in which the line grew. A
 * line is drawn with real input through the browser; its tip is found in every frame the browser showed. How far ink
 * reaches beyond the last sample is taken from the picture at rest.
 */
export const inkLatency = async (page: Page): Promise<number[]> => {
  const session = await page.context().newCDPSession(page);
  const press = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', x: number) =>
    session.send('Input.dispatchMouseEvent', { type, x, y: line.y, button: 'left', buttons: 1, clickCount: 1 });
  await page.mouse.move(line.x, line.y);
  const stop = await record(session);
  await press('mousePressed', line.x);
  const sentAt: number[] = [clock()];
  const start = performance.now();
  for (let i = 1; i <= samples; i++) {
    const early = start + (i * 1_000) / rate - performance.now();
    if (early > 0) await delay(early);
    sentAt.push(clock());
    void press('mouseMoved', line.x + i * stepPx);
  }
  await delay(settleMs);
  const frames = await stop();
  // Not the last frame of the recording: that one may have been left out.
  const { data: atRest } = await session.send('Page.captureScreenshot', { format: 'jpeg', quality });
  await session.send('Input.dispatchMouseEvent', {
    type: 'mouseReleased',
    x: line.x + samples * stepPx,
    y: line.y,
    button: 'left',
    clickCount: 1,
  });
  const [rest = 0, ...tips] = await findTips(page, [atRest, ...frames.map(({ picture }) => picture)]);
  const reach = rest - (line.x + samples * stepPx);
  if (Math.abs(reach) > mostReach) throw new Error(`the line ended ${reach} px from the pointer`);
  const latencies: number[] = [];
  let before = 0;
  for (const [i, tip] of tips.entries()) {
    const place = tip - reach;
    // A little is forgiven: edges are blurred by anti-aliasing and by the recording.
    const sample = Math.floor((place - line.x) / stepPx + 0.35);
    const sent = sentAt[sample];
    const frame = frames[i];
    if (sent !== undefined && frame !== undefined && sample > before && sample > rate / 4 && sample < samples)
      latencies.push(frame.shownAt - sent);
    before = Math.max(before, sample);
  }
  return latencies;
};
