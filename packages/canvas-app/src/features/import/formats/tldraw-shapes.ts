import { limits, type NewElement, newElementId } from '@gesso/crdt-schema';
import { makeElement } from '../make-element.ts';
import { chosen, isNumber, numberOr, own, textOr } from '../values.ts';
import { type Ends, elbowed, endsOf } from './tldraw-arrows.ts';
import { onPage, ownBox, type Placed, type Store, type Vec } from './tldraw-page.ts';
import { inkPoints, linePoints } from './tldraw-points.ts';
import {
  alignOf,
  fillOf,
  formOf,
  headsOf,
  inkOf,
  lettersOf,
  lineOf,
  scaleOf,
  shadeOf,
  valignOf,
} from './tldraw-style.ts';
import { lettersIn } from './tldraw-text.ts';

/** What all elements have. */
function commonOf({ shape, id, groups, frame }: Placed, { idOf, tally }: Store) {
  const url = textOr(own(own(shape, 'props'), 'url'), '');
  if (own(own(shape, 'props'), 'flipX') === true || own(own(shape, 'props'), 'flipY') === true) tally.change('style');
  return {
    id: idOf(id),
    opacity: Math.round(100 * Math.min(1, Math.max(0, numberOr(own(shape, 'opacity'), 1)))),
    locked: own(shape, 'isLocked') === true,
    groups: groups.map(idOf),
    ...(frame === undefined ? {} : { frame: idOf(frame) }),
    ...(url === '' ? {} : { link: url }),
  };
}

/** A box that is turned about its corner there and about its middle here. */
function boxFor({ place }: Placed, w: number, h: number) {
  const middle = onPage(place, { x: w / 2, y: h / 2 });
  return { x: middle.x - w / 2, y: middle.y - h / 2, width: w, height: h, rotation: place.rotation };
}

function geo(placed: Placed, store: Store): NewElement | undefined {
  const props = own(placed.shape, 'props');
  const { w, h } = ownBox(placed.shape);
  const { form, isSame } = formOf(props);
  if (!isSame) store.tally.change('style');
  const kind = chosen({ ellipse: 'ellipse', diamond: 'diamond' }, form) ?? 'rect';
  return makeElement(
    {
      ...commonOf(placed, store),
      ...boxFor(placed, w, h),
      kind,
      ...(form === kind ? {} : { form }),
      ...lineOf(props),
      ...fillOf(props),
      ...(own(props, 'geo') === 'oval' ? { radius: Math.min(w, h) / 2 } : {}),
      ...lettersIn(props),
      ...lettersOf(props, 'label'),
      align: alignOf(props, 'center'),
      valign: valignOf(props),
    },
    store.tally,
  );
}

function note(placed: Placed, store: Store): NewElement | undefined {
  const props = own(placed.shape, 'props');
  const { w, h } = ownBox(placed.shape);
  const fits = own(props, 'fontSizeAdjustment');
  const letters = lettersOf(props, 'label');
  const size = isNumber(fits) && fits > 1 ? Math.min(4_096, fits * scaleOf(props)) : letters.size;
  return makeElement(
    {
      ...commonOf(placed, store),
      ...boxFor(placed, w, h),
      kind: 'sticky',
      color: shadeOf(props).note,
      ...lettersIn(props),
      ...letters,
      size,
      align: alignOf(props, 'center'),
    },
    store.tally,
  );
}

function text(placed: Placed, store: Store): NewElement | undefined {
  const props = own(placed.shape, 'props');
  const { w, h } = ownBox(placed.shape);
  const { width, height: _height, ...box } = boxFor(placed, w, h);
  return makeElement(
    {
      ...commonOf(placed, store),
      ...box,
      kind: 'text',
      ...(own(props, 'autoSize') === false && width > 0 ? { width } : {}),
      color: shadeOf(props).ink,
      ...lettersIn(props),
      ...lettersOf(props, 'text'),
      align: alignOf(props, 'left'),
    },
    store.tally,
  );
}

/** Ink; what has more points than a stroke holds comes in parts of one group, each beginning where the one before ends. */
function ink(placed: Placed, store: Store): readonly NewElement[] {
  const { shape, place } = placed;
  const props = own(shape, 'props');
  const isPen = own(props, 'isPen') === true;
  const points = inkPoints(props).map((point) => {
    const { x, y } = onPage(place, point);
    return isPen ? [x - place.x, y - place.y, point.z] : [x - place.x, y - place.y];
  });
  if (points.length === 0) return lost(store);
  if (own(props, 'isClosed') === true && (own(props, 'fill') ?? 'none') !== 'none') store.tally.change('style');
  const common = commonOf(placed, store);
  const style = { kind: 'stroke', ...inkOf(props, own(shape, 'type'), isPen) };
  const parts: (typeof points)[] = [];
  for (let i = 0; i === 0 || i < points.length - 1; i += limits.strokePoints - 1)
    parts.push(points.slice(i, i + limits.strokePoints));
  if (parts.length > 1) store.tally.change('ink');
  const groups = parts.length > 1 ? [newElementId(), ...common.groups] : common.groups;
  return parts.flatMap((part, i) => {
    const id = i === 0 ? common.id : newElementId();
    return makeElement({ ...common, ...style, id, groups, x: place.x, y: place.y, points: part }, store.tally) ?? [];
  });
}

/** Points on the page as they are kept: from the place of an element. */
const from = ({ place }: Placed, points: readonly Vec[]) => ({
  x: place.x,
  y: place.y,
  points: points.map(({ x, y }) => [x - place.x, y - place.y]),
});

function line(placed: Placed, store: Store): NewElement | undefined {
  const props = own(placed.shape, 'props');
  const all = linePoints(props);
  const points = all.slice(0, limits.strokePoints).map((point) => onPage(placed.place, point));
  if (points.length < all.length) store.tally.change('ink');
  const [first] = points;
  if (first === undefined) return lost(store)[0];
  return makeElement(
    {
      ...commonOf(placed, store),
      ...from(placed, points.length === 1 ? [first, first] : points),
      kind: 'line',
      ...lineOf(props),
      route: own(props, 'spline') === 'cubic' && points.length > 2 ? 'curved' : 'straight',
    },
    store.tally,
  );
}

/** The points of an arrow: its ends, and where it bends its middle. */
function bowed({ start, end }: Ends, bend: number): readonly Vec[] {
  const [dx, dy] = [end.at.x - start.at.x, end.at.y - start.at.y];
  const length = Math.hypot(dx, dy);
  if (bend === 0 || length === 0) return [start.at, end.at];
  const middle = {
    x: (start.at.x + end.at.x) / 2 - (dy / length) * bend,
    y: (start.at.y + end.at.y) / 2 + (dx / length) * bend,
  };
  return [start.at, middle, end.at];
}

function arrow(placed: Placed, store: Store): NewElement | undefined {
  const props = own(placed.shape, 'props');
  const ends = endsOf(placed, store);
  if (ends === undefined) return lost(store)[0];
  const points = bowed(
    ends,
    Math.min(limits.coordinate, Math.max(-limits.coordinate, numberOr(own(props, 'bend'), 0))),
  );
  const isElbow = elbowed(props) && ends.start.tie !== undefined && ends.end.tie !== undefined;
  const heads = headsOf(props);
  return makeElement(
    {
      ...commonOf(placed, store),
      ...from(placed, points),
      kind: heads.some((head) => head !== 'none') ? 'arrow' : 'line',
      heads,
      ...lineOf(props),
      route: isElbow ? 'elbow' : points.length > 2 ? 'curved' : 'straight',
      ...(ends.start.tie === undefined ? {} : { start: ends.start.tie }),
      ...(ends.end.tie === undefined ? {} : { end: ends.end.tie }),
      ...lettersIn(props),
      ...lettersOf(props, 'arrow'),
    },
    store.tally,
  );
}

/** The part of a picture that is shown, as fractions of it. */
function cropOf(props: unknown): readonly number[] | undefined {
  const crop = own(props, 'crop');
  const [left, top, right, bottom] = [
    ...['x', 'y'].map((key) => own(own(crop, 'topLeft'), key)),
    ...['x', 'y'].map((key) => own(own(crop, 'bottomRight'), key)),
  ];
  if (!isNumber(left) || !isNumber(top) || !isNumber(right) || !isNumber(bottom)) return undefined;
  const isPart = left >= 0 && top >= 0 && right <= 1 && bottom <= 1 && right > left && bottom > top;
  return isPart ? [left, top, right - left, bottom - top] : undefined;
}

function picture(placed: Placed, store: Store): NewElement | undefined {
  const props = own(placed.shape, 'props');
  const id = textOr(own(props, 'assetId'), '');
  const asset = store.pictures.nameOf(id, () => own(own(store.assets.get(id), 'props'), 'src'));
  if (asset === undefined) {
    store.tally.lose('picture');
    return undefined;
  }
  const { w, h } = ownBox(placed.shape);
  const crop = cropOf(props);
  const alt = textOr(own(props, 'altText'), '').slice(0, limits.nameLength);
  return makeElement(
    {
      ...commonOf(placed, store),
      ...boxFor(placed, w, h),
      kind: 'image',
      asset,
      ...(crop ? { crop } : {}),
      ...(alt === '' ? {} : { alt }),
    },
    store.tally,
  );
}

function frame(placed: Placed, store: Store): NewElement | undefined {
  const { opacity: _opacity, frame: _frame, ...common } = commonOf(placed, store);
  const { w, h } = ownBox(placed.shape);
  const name = textOr(own(own(placed.shape, 'props'), 'name'), '').slice(0, limits.nameLength);
  return makeElement({ ...common, ...boxFor(placed, w, h), kind: 'frame', name }, store.tally);
}

/** A page that was embedded, as a box that leads to it. */
function page(placed: Placed, store: Store): NewElement | undefined {
  const props = own(placed.shape, 'props');
  const asset = own(store.assets.get(textOr(own(props, 'assetId'), '')), 'props');
  const link = textOr(own(props, 'url'), textOr(own(asset, 'src'), ''));
  const { w, h } = ownBox(placed.shape);
  const title = textOr(own(asset, 'title'), '');
  store.tally.change('embed');
  return makeElement(
    {
      ...commonOf(placed, store),
      ...boxFor(placed, w || 300, h || 100),
      ...{ kind: 'rect', color: '#9fa8b2', radius: 8, font: 'sans', text: title === '' ? link : title },
      ...(link === '' ? {} : { link }),
    },
    store.tally,
  );
}

const lost = ({ tally }: Store): readonly NewElement[] => {
  tally.lose('unreadable');
  return [];
};

const makers: Readonly<Record<string, (placed: Placed, store: Store) => NewElement | undefined>> = {
  ...{ geo, note, text, line, arrow, image: picture, frame, bookmark: page, embed: page },
};

/** What becomes of one shape of tldraw's: none, one, or ink in parts. A group is only a name for what is in it. */
export function elementsOf(placed: Placed, store: Store): readonly NewElement[] {
  const type = own(placed.shape, 'type');
  if (type === 'group') return [];
  if (type === 'draw' || type === 'highlight') return ink(placed, store);
  const make = typeof type === 'string' && Object.hasOwn(makers, type) ? makers[type] : undefined;
  if (make !== undefined) {
    const made = make(placed, store);
    return made === undefined ? [] : [made];
  }
  store.tally.lose(typeof type === 'string' ? 'unknown' : 'unreadable');
  return [];
}
