import type { Plugin } from 'vite';

/**
 * What the app never asks of Konva, by file: it is a stack of canvases here (`render/canvas-layers.ts`), where nothing is dragged, hit,
 * found, cached, copied or exported by Konva. Its classes hold on to their methods, so that no bundler can leave them out: a third of it.
 */
const unused: Readonly<Record<string, readonly string[]>> = {
  Node: [
    ...['cache', '_getCachedSceneCanvas', '_getCachedHitCanvas', '_drawCachedSceneCanvas', '_drawCachedHitCanvas'],
    ...['_getCachedSceneRect', '_transformedRect', 'getClientRect', 'isClientRectOnScreen'],
    ...[
      'toObject',
      'toJSON',
      'create',
      '_createNode',
      'clone',
      'toDataURL',
      'toBlob',
      'toImage',
      'toCanvas',
      '_toKonvaCanvas',
    ],
    ...[
      'move',
      'rotate',
      'moveTo',
      'moveToTop',
      'moveUp',
      'moveDown',
      'moveToBottom',
      'setZIndex',
      'getZIndex',
      'getAbsoluteZIndex',
    ],
    ...['getDepth', 'getAncestors', 'findAncestor', 'findAncestors', '_isMatch', 'hasName', 'addName', 'removeName'],
    ...[
      'getRelativePointerPosition',
      'getAbsoluteRotation',
      'getAbsolutePosition',
      'setAbsolutePosition',
      '_setTransform',
    ],
    ...[
      '_clearTransform',
      'getPosition',
      'setPosition',
      'getAttr',
      'getSize',
      'setSize',
      'getDragDistance',
      'startDrag',
      'stopDrag',
    ],
    ...[
      'isDragging',
      '_setDragPosition',
      'setDraggable',
      '_dragChange',
      '_listenDrag',
      '_dragCleanup',
      '_createDragElement',
    ],
    ...['addEventListener', 'removeEventListener', 'dispatchEvent', '_delegate', '_runAfterUpdateBatch'],
    ...['_addSubtreeObserver', '_removeSubtreeObserver'],
  ],
  Container: [
    ...['find', 'findOne', '_generalFind', '_descendants', 'toObject', 'clone', 'getClientRect', 'getAllIntersections'],
    ...['drawHit', 'removeChildren'],
  ],
  Shape: [
    ...[
      'getClientRect',
      'getSelfRect',
      'drawHit',
      'drawHitFromCache',
      'intersects',
      'setPointerCapture',
      'hasPointerCapture',
    ],
    ...[
      'releaseCapture',
      'setStrokeHitEnabled',
      'getStrokeHitEnabled',
      '_setFillPatternTransform',
      '__getLinearGradient',
    ],
    ...['__getRadialGradient', '_createFillPattern'],
  ],
  Layer: [
    ...[
      'getIntersection',
      '_getIntersection',
      'moveUp',
      'moveToTop',
      'moveDown',
      'moveToBottom',
      'setZIndex',
      '_toKonvaCanvas',
    ],
    ...[
      'drawHit',
      'toggleHitCanvas',
      'createPNGStream',
      'enableHitGraph',
      'disableHitGraph',
      'setHitGraphEnabled',
      'getHitGraphEnabled',
    ],
  ],
  Context: [
    '_enableTrace',
    'getTrace',
    'clearTrace',
    '_strokeLinearGradient',
    '_applyDecorationStyle',
    'fillStrokeShape',
  ],
  Canvas: ['toDataURL', '_prepareIsolationCanvas'],
  Util: ['decompose', 'skew'],
};

const without = (code: string, file: string, methods: readonly string[]): string =>
  methods.reduce((left, name) => {
    const less = left.replace(
      new RegExp(`^ {4}(?:static )?${name}\\([^)\\n]*\\) \\{\\n[\\s\\S]*?^ {4}\\}\\n`, 'm'),
      '',
    );
    if (less === left) throw new Error(`Konva has no ${file}.${name} any more: see lean-konva.ts`);
    return less;
  }, code);

/** 150 names of colors, 1.5 kB: colors on a board are written in numbers. */
const colorNames = /\bCOLORS = \{\s+aliceblue:[^}]*\}/;

/** What it says of a second Konva on a page: there is one. */
const secondKonva = /if \(typeof glob\.Konva !== 'undefined'\) \{\s+console\.error\([^)]*\);\s+\}/;

/** Leaves out of Konva what the app has no use for: 11 kB of the first download. */
export const leanKonva = (): Plugin => ({
  name: 'lean-konva',
  apply: 'build',
  transform: {
    filter: { id: /\/konva\/lib\/(?:Node|Container|Shape|Layer|Context|Canvas|Util|Global)\.js$/ },
    handler(code, id) {
      const [, file = ''] = /(\w+)\.js$/.exec(id) ?? [];
      if (file === 'Global') {
        if (!secondKonva.test(code)) throw new Error('Konva looks for another elsewhere now: see lean-konva.ts');
        return { code: code.replace(secondKonva, ''), map: null };
      }
      const less = without(code, file, unused[file] ?? []);
      if (file !== 'Util') return { code: less, map: null };
      if (!colorNames.test(less)) throw new Error('Konva keeps its names of colors elsewhere now: see lean-konva.ts');
      return { code: less.replace(colorNames, 'COLORS = {}'), map: null };
    },
  },
});
