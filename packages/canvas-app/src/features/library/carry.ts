import type { ScreenPoint } from '../../editor/camera.ts';

/** CSS pixels from which a press is a pull. */
const pullFrom = 8;

const isBoard = ({ x, y }: ScreenPoint): boolean =>
  document.elementFromPoint(x, y)?.closest('.surface') instanceof Element;

/** What follows the pointer: the picture of what is carried. */
function ghostOf(picture: string | undefined): HTMLElement {
  const ghost = document.createElement('img');
  ghost.className = 'piece-carried';
  ghost.alt = '';
  if (picture !== undefined) ghost.src = picture;
  (document.querySelector('.app') ?? document.body).append(ghost);
  return ghost;
}

/**
 * Lets a mouse or a pen that was pressed at a piece pull it onto the board: `put` is called with the place where it is let go there.
 * A finger moves the list. Escape gives it up.
 */
export function carry(pressed: PointerEvent, picture: string | undefined, put: (at: ScreenPoint) => void): void {
  if (pressed.button !== 0 || pressed.pointerType === 'touch') return;
  const { pointerId, clientX, clientY } = pressed;
  const abort = new AbortController();
  let ghost: HTMLElement | undefined;
  const end = () => {
    abort.abort();
    ghost?.remove();
  };
  const on = <T extends keyof WindowEventMap>(type: T, run: (event: WindowEventMap[T]) => void) =>
    window.addEventListener(type, run, { signal: abort.signal, capture: true });
  on('pointermove', (event) => {
    if (event.pointerId !== pointerId) return;
    if (ghost === undefined && Math.hypot(event.clientX - clientX, event.clientY - clientY) < pullFrom) return;
    ghost ??= ghostOf(picture);
    ghost.style.translate = `${event.clientX}px ${event.clientY}px`;
  });
  on('pointerup', (event) => {
    if (event.pointerId !== pointerId) return;
    const isCarried = ghost !== undefined;
    end();
    const at = { x: event.clientX, y: event.clientY };
    if (isCarried && isBoard(at)) put(at);
  });
  on('pointercancel', end);
  // Of the window itself, and not of what in it loses the focus.
  on('blur', ({ target }) => {
    if (target === window) end();
  });
  on('keydown', (event) => {
    if (event.key !== 'Escape' || ghost === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    end();
  });
}
