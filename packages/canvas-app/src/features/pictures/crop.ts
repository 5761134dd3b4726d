import { type Element, type Patch, type PictureElement, snap } from '@gesso/crdt-schema';
import { type Box, boxOf, type Handle, handleAt, resizeTurned, turn, type Vec } from '@gesso/drawing';

/** The part that is shown: left, top, width and height as fractions of the picture. */
type Crop = NonNullable<PictureElement['crop']>;

/** What cropping changes of a picture. */
export interface CropPatch {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Null shows the whole picture. */
  readonly crop: Crop | null;
}

/** Board units that are left of a picture at least. */
const least = 8;

const whole: Crop = [0, 0, 1, 1];
const origin: Vec = { x: 0, y: 0 };

const cropOf = ({ crop }: PictureElement): Crop => crop ?? whole;

/** Where the whole picture would lie, beside the part that is shown: as if nothing were turned, in board units from its top left. */
export const wholeBeside = (picture: PictureElement): Box => {
  const [x, y, w, h] = cropOf(picture);
  const width = picture.width / w;
  const height = picture.height / h;
  return { x: -x * width, y: -y * height, w: width, h: height };
};

const isWhole = ([x, y, w, h]: Crop): boolean => x < 1e-4 && y < 1e-4 && w > 1 - 1e-4 && h > 1 - 1e-4;

/** A part of a picture, within it by all means. */
const partOf = (x: number, y: number, w: number, h: number): Crop | null => {
  const width = Math.min(1, w);
  const height = Math.min(1, h);
  const part = [Math.min(Math.max(0, x), 1 - width), Math.min(Math.max(0, y), 1 - height), width, height] as const;
  return isWhole(part) ? null : part;
};

/** How far one side may be pulled: outwards to the edge of the picture, inwards until `least` is left. */
const limited = (by: number, direction: number, size: number, room: number): number =>
  direction === 0 ? 0 : direction * Math.min(room, Math.max(least - size, by * direction));

/** The picture after pulling a handle of its shown part by board units; the picture itself stays where it lies. */
export const pulled = (picture: PictureElement, handle: Handle, by: Vec): CropPatch => {
  const beside = wholeBeside(picture);
  const { width, height, rotation } = picture;
  const [dx, dy] = [Math.sign(handleAt[handle].x - 0.5), Math.sign(handleAt[handle].y - 0.5)];
  const own = turn(by, origin, -rotation);
  const x = limited(own.x, dx, width, dx < 0 ? -beside.x : beside.x + beside.w - width);
  const y = limited(own.y, dy, height, dy < 0 ? -beside.y : beside.y + beside.h - height);
  const { box } = resizeTurned(boxOf(picture), rotation, handle, turn({ x, y }, origin, rotation), {});
  const [left, top] = [dx < 0 ? x : 0, dy < 0 ? y : 0];
  return {
    x: snap(box.x),
    y: snap(box.y),
    width: snap(box.w),
    height: snap(box.h),
    crop: partOf((left - beside.x) / beside.w, (top - beside.y) / beside.h, box.w / beside.w, box.h / beside.h),
  };
};

/** The picture after dragging it behind its shown part, which stays where it is. */
export const shifted = (picture: PictureElement, by: Vec): CropPatch => {
  const beside = wholeBeside(picture);
  const own = turn(by, origin, -picture.rotation);
  const { x, y, width, height } = picture;
  const [, , w, h] = cropOf(picture);
  const crop = partOf((-beside.x - own.x) / beside.w, (-beside.y - own.y) / beside.h, w, h);
  return { x, y, width, height, crop };
};

/** The picture with this part shown, every part of it where it lies. */
const partWhereItLies = (picture: PictureElement, crop: Crop): CropPatch => {
  const beside = wholeBeside(picture);
  const { x, y, width, height, rotation } = picture;
  const [w, h] = [beside.w * crop[2], beside.h * crop[3]];
  const middle = { x: x + width / 2, y: y + height / 2 };
  const own = { x: x + beside.x + beside.w * crop[0] + w / 2, y: y + beside.y + beside.h * crop[1] + h / 2 };
  const at = turn(own, middle, rotation);
  return {
    x: snap(at.x - w / 2),
    y: snap(at.y - h / 2),
    width: snap(w),
    height: snap(h),
    crop: isWhole(crop) ? null : crop,
  };
};

/** The picture with nothing cut off, every part of it where it lies. */
export const uncropped = (picture: PictureElement): CropPatch => partWhereItLies(picture, whole);

/**
 * What was chosen of a picture as it was, for the picture as others have left it meanwhile: the part comes along with a picture that
 * was moved, and lies where it lies in one that was sized, turned or cropped.
 */
export const chosenFor = (was: PictureElement, now: PictureElement, chosen: CropPatch): CropPatch => {
  const isMoved =
    was.width === now.width &&
    was.height === now.height &&
    was.rotation === now.rotation &&
    String(was.crop) === String(now.crop);
  if (!isMoved) return partWhereItLies(now, chosen.crop ?? whole);
  return { ...chosen, x: snap(chosen.x + now.x - was.x), y: snap(chosen.y + now.y - was.y) };
};

/**
 * The patch by which the ends of an arrow that point at very places in a picture stay at those when another part of it is shown; they may
 * lie outside the part then. Undefined where there is nothing to do: ends at edges and middles are those of the part.
 */
export const keptPlaces = (arrow: Element, was: PictureElement, now: PictureElement): Patch | undefined => {
  if (!('route' in arrow)) return undefined;
  const [before, after] = [cropOf(was), cropOf(now)];
  const { start, end } = arrow;
  const kept = (tie: typeof start): typeof start => {
    if (!tie?.exact || tie.element !== now.id) return undefined;
    const [x, y] = tie.at;
    const at = [
      (before[0] + x * before[2] - after[0]) / after[2],
      (before[1] + y * before[3] - after[1]) / after[3],
    ] as const;
    return { ...tie, at };
  };
  const [first, last] = [kept(start), kept(end)];
  return first || last ? { ...(first && { start: first }), ...(last && { end: last }) } : undefined;
};
