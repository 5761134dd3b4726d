import './tooltips.css';

/** ms that the pointer rests before a tooltip comes, and within which the next one comes at once. */
const rest = 300;
const warm = 600;

/** CSS pixels between a control and its tooltip, and between the tooltip and the edge of the window. */
const gap = 8;
const edge = 8;

/** What stands between a name and its key in a `title`. */
const beforeKey = ' — ';

/** The nearest control around a node that says what it is. */
const controlAt = (node: EventTarget | null): HTMLElement | undefined => {
  const found = node instanceof Element ? node.closest('[title]') : null;
  return found instanceof HTMLElement && found.title !== '' ? found : undefined;
};

/** CSS pixels up to which a panel is narrow enough for a tooltip beside it to be seen to belong to one of its controls. */
const narrow = 400;

/**
 * Below its control, else above, else beside the panel of the control at the nearer side: where it covers no other control, as it would in
 * rows of icons; and never beyond the window.
 */
function place(tip: HTMLElement, control: HTMLElement): void {
  const at = control.getBoundingClientRect();
  const { width, height } = tip.getBoundingClientRect();
  const panel = (control.closest('.island, dialog') ?? control).getBoundingClientRect();
  const [right, bottom] = [window.innerWidth - width - edge, window.innerHeight - height - edge];
  const within = (x: number, y: number) => ({
    x: Math.max(edge, Math.min(right, x)),
    y: Math.max(edge, Math.min(bottom, y)),
  });
  const middle = { x: at.left + at.width / 2 - width / 2, y: at.top + at.height / 2 - height / 2 };
  const below = within(middle.x, at.bottom + gap);
  const above = within(middle.x, at.top - gap - height);
  const after = within(panel.right + gap, middle.y);
  const before = within(panel.left - gap - width, middle.y);
  const beside = at.left - panel.left < panel.right - at.right ? [before, after] : [after, before];
  const controls = [...document.querySelectorAll('button, a, input')].map((one) => one.getBoundingClientRect());
  const isFree = ({ x, y }: typeof below) =>
    controls.every((one) => x >= one.right || x + width <= one.left || y >= one.bottom || y + height <= one.top);
  const fallback = at.bottom + gap <= bottom ? below : above;
  const { x, y } = [below, above, ...(panel.width <= narrow ? beside : [])].find(isFree) ?? fallback;
  tip.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
}

function fill(tip: HTMLElement, title: string): void {
  const [name = '', key] = title.split(beforeKey);
  tip.replaceChildren(name);
  if (key === undefined) return;
  const kbd = document.createElement('kbd');
  kbd.textContent = key;
  tip.append(kbd);
}

/**
 * Shows tooltips of its own for everything in the page that has a `title`, which is taken away meanwhile so that the browser shows
 * none. Readers of the screen have the names of controls already. `first`: where the pointer or the focus is. Returns its stop.
 */
export function showTooltips(page: Document, first: EventTarget): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  const tip = page.createElement('div');
  tip.className = 'tooltip';
  tip.setAttribute('aria-hidden', 'true');
  let control: HTMLElement | undefined;
  let title = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shownAt = Number.NEGATIVE_INFINITY;
  /** Whether the last press was of a key that leads on: a panel that opens takes the focus as well, and lies open already. */
  let isLed = false;

  function leave() {
    clearTimeout(timer);
    // What has changed its title meanwhile keeps the new one.
    if (control !== undefined && control.title === '') control.title = title;
    if (tip.isConnected) shownAt = performance.now();
    control = undefined;
    tip.remove();
  }

  function show(next: HTMLElement) {
    fill(tip, title);
    (next.closest('.app') ?? page.body).append(tip);
    place(tip, next);
  }

  function come(next: HTMLElement) {
    if (next === control) return;
    leave();
    control = next;
    title = next.title;
    next.title = '';
    const isWarm = performance.now() - shownAt < warm;
    timer = setTimeout(() => show(next), isWarm ? 0 : rest);
  }

  page.addEventListener(
    'pointerover',
    ({ target, pointerType }) => {
      // A finger hides what it would show.
      if (pointerType === 'touch' || (control !== undefined && target instanceof Node && control.contains(target)))
        return;
      const next = controlAt(target);
      if (next === undefined) leave();
      else come(next);
    },
    { signal },
  );
  page.addEventListener(
    'focusin',
    ({ target }) => {
      const next = controlAt(target);
      if (isLed && next?.matches(':focus-visible')) come(next);
    },
    { signal },
  );
  page.addEventListener('focusout', leave, { signal });
  const onPress = (event: Event) => {
    isLed = event instanceof KeyboardEvent && /^(?:Tab|Arrow|Home|End)/.test(event.key);
    leave();
  };
  page.addEventListener('pointerdown', onPress, { signal, capture: true });
  page.addEventListener('keydown', onPress, { signal, capture: true });
  page.documentElement.addEventListener('pointerleave', leave, { signal });
  // The pointer or the focus may have gone on while this was fetched.
  const now = controlAt([...page.querySelectorAll('[title]:hover, [title]:focus-visible')].at(-1) ?? first);
  if (now?.matches(':hover, :focus-visible')) come(now);
  return () => {
    leave();
    abort.abort();
  };
}
