import type { CDPSession } from '@playwright/test';
import type { Person, Spot } from './board-page.ts';

/** Fingers and a pen, as raw events of the browser itself: Playwright has a mouse only. */

export interface Finger {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  /** Half the width of the contact, CSS px: a finger's is about 10, a palm's 40. */
  readonly radius?: number;
}

export interface PenContact {
  /** 0–1. */
  readonly force?: number;
  /** Degrees. */
  readonly tiltX?: number;
  /** What is pressed: the tip alone, or the barrel button with it. */
  readonly with?: 'tip' | 'barrel';
}

export type TouchType = 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel';

/** How long a tap lasts. */
const tapSeconds = 0.06;

/** From one place of a hand that moves to the next. */
const moveSeconds = 0.016;

/**
 * When what a hand does next is done, in seconds since 1970. A hand on the paper moves at its own pace, no matter how busy the machine is:
 * the page tells what was meant from what was not by the time it took. It comes down and is lifted when the test says so.
 */
const paceOf = () => {
  let last = 0;
  let down = false;
  return (type: TouchType, seconds = moveSeconds): number => {
    const goesOn = down && type !== 'touchEnd';
    down = type === 'touchStart' || type === 'touchMove';
    last = goesOn ? last + seconds : Math.max(last + seconds, Date.now() / 1_000);
    return last;
  };
};

export interface Hands {
  /** All fingers that are down now, those that came down or moved among them. */
  touch(type: TouchType, ...fingers: readonly Finger[]): Promise<void>;
  /** Fingers down and up at once, in one place each. */
  tap(...fingers: readonly Finger[]): Promise<void>;
  /** One finger, twice in the time that people take for it. */
  doubleTap(finger: Finger): Promise<void>;
  readonly pen: {
    hover(x: number, y: number): Promise<void>;
    down(x: number, y: number, contact?: PenContact): Promise<void>;
    move(x: number, y: number, contact?: PenContact): Promise<void>;
    up(x: number, y: number): Promise<void>;
    /** Erases from one place to another with the eraser end. The browser's own events know no such end: these are the page's. */
    erase(from: Spot, to: Spot): Promise<void>;
  };
}

const buttonsOf = { tip: 1, barrel: 2 } as const;
const buttonOf = { tip: 'left', barrel: 'right' } as const;

export const handsOf = async ({ page, context }: Person): Promise<Hands> => {
  const cdp: CDPSession = await context.newCDPSession(page);
  const pen = (
    type: 'mousePressed' | 'mouseMoved' | 'mouseReleased',
    x: number,
    y: number,
    { force = 0.5, tiltX = 0, with: what = 'tip' }: PenContact = {},
    down = true,
  ) =>
    cdp.send('Input.dispatchMouseEvent', {
      ...{ type, x, y, pointerType: 'pen' as const, force: down ? force : 0, tiltX, clickCount: 1 },
      button: type === 'mouseMoved' && !down ? 'none' : buttonOf[what],
      buttons: down ? buttonsOf[what] : 0,
    });
  const touchAt = async (timestamp: number, type: TouchType, fingers: readonly Finger[]) => {
    await cdp.send('Input.dispatchTouchEvent', {
      timestamp,
      type,
      touchPoints: fingers.map(({ id, x, y, radius = 10 }) => ({ id, x, y, radiusX: radius, radiusY: radius })),
    });
  };
  const pace = paceOf();
  const tapAt = async (down: number, fingers: readonly Finger[]): Promise<void> => {
    await touchAt(down, 'touchStart', fingers);
    await touchAt(down + tapSeconds, 'touchEnd', []);
    pace('touchCancel', tapSeconds);
  };
  return {
    touch: (type, ...fingers) => touchAt(pace(type), type, fingers),
    tap: (...fingers) => tapAt(pace('touchStart'), fingers),
    async doubleTap(finger) {
      const first = pace('touchStart');
      await tapAt(first, [finger]);
      await tapAt(first + 3 * tapSeconds, [finger]);
    },
    pen: {
      hover: async (x, y) => void (await pen('mouseMoved', x, y, {}, false)),
      down: async (x, y, contact) => void (await pen('mousePressed', x, y, contact)),
      move: async (x, y, contact) => void (await pen('mouseMoved', x, y, contact)),
      up: async (x, y) => void (await pen('mouseReleased', x, y, {}, false)),
      erase: (from, to) =>
        page.evaluate(
          (spots) => {
            const surface = document.elementFromPoint(...spots[0]);
            spots.forEach(([clientX, clientY], i) => {
              const type = ['pointerdown', 'pointermove', 'pointerup'][i] ?? '';
              const buttons = type === 'pointerup' ? 0 : 32;
              const button = type === 'pointermove' ? -1 : 5;
              const init = { pointerId: 77, pointerType: 'pen', pressure: 0.5, bubbles: true, clientX, clientY };
              surface?.dispatchEvent(new PointerEvent(type, { ...init, button, buttons }));
            });
          },
          [from, to, to] as const,
        ),
    },
  };
};
