/** Konva captures no pointers: they belong to the app, so that there is never a captured shape to find or to release. */
const none = (): undefined => undefined;

export const getCapturedShape = none;
export const hasPointerCapture = none;
export const releaseCapture = none;
export const releaseCapturesOf = none;
export const setPointerCapture = none;
