/**
 * Konva drags nothing: pointers belong to the app. Konva's own would listen to every move of a pointer in the window, and bring two
 * kilobytes for it.
 */
export const DD = {
  isDragging: false,
  node: undefined,
  _dragElements: new Map<number, never>(),
  _listenToWindow(): void {},
};
