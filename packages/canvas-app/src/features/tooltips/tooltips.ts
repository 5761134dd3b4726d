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

/** Below its control, or above where there is no room, and never beyond the window. */
function place(tip: HTMLElement, control: HTMLElement): void {
  const at = control.getBoundingClientRect();
  const { width, height } = tip.getBoundingClientRect();
  const below = at.bottom + gap + height + edge <= window.innerHeight;
  const y = below ? at.bottom + gap : at.top - gap - height;
  const x = at.left + at.width / 2 - width / 2;
  tip.style.transform = `translate(${Math.round(Math.max(edge, Math.min(window.innerWidth - width - edge, x)))}px, ${Math.round(Math.max(edge, y))}px)`;
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
  const now = controlAt(first);
  if (now?.matches(':hover, :focus-visible')) come(now);
  return () => {
    leave();
    abort.abort();
  };
}
