import { type Element, openBoard } from '@gesso/crdt-schema';
import { boundsOf, intersects, type Paint2D, paintElement } from '@gesso/drawing';
import Konva from 'konva';
import * as Y from 'yjs';
import type { Camera } from '../canvas/camera.ts';
import type { BaselineSubject } from '../canvas/subject.ts';
import { canvas as figures } from '../config.ts';

/**
 * The whiteboard one writes first: one Konva node per element, moved by moving the stage. Each node is painted by the very
 * painter that Gesso uses, so both show the same picture. Nothing listens and no hit graph is drawn, which favors it.
 * With `?reference` it makes no nodes and only tells the truth about pictures.
 */

/** What the baseline's page offers besides being measured: the truth about a picture. */
export interface Reference {
  /** Paints every element afresh and gives the share of the picture that is ink. */
  repaint(camera: Camera): number;
}

declare global {
  interface Window {
    baseline?: BaselineSubject;
    reference?: Reference;
  }
}

const theme = 'light';
Konva.pixelRatio = 1;

const load = async () => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, new Uint8Array(await (await fetch('board.bin')).arrayBuffer()));
  return openBoard(doc).all();
};

const start = () => {
  const { innerWidth: width, innerHeight: height } = window;
  const stage = new Konva.Stage({ container: 'stage', width, height });
  const scene = new Konva.Layer({ listening: false });
  const ink = new Konva.Layer({ listening: false });
  stage.add(scene, ink);
  const elements = load();

  const shown = new Map<string, Element>();
  const ready = elements.then((all) => {
    if (location.search === '?reference') return;
    for (const element of all) {
      shown.set(element.id, element);
      scene.add(
        new Konva.Shape({
          listening: false,
          perfectDrawEnabled: false,
          sceneFunc: (context) =>
            paintElement(context._context, shown.get(element.id) ?? element, {
              theme,
              scale: context.canvas.pixelRatio * stage.scaleX(),
            }),
        }),
      );
    }
  });

  let line: Konva.Line | undefined;
  stage.content.addEventListener('pointerdown', (event) => {
    const p = { x: event.offsetX / stage.scaleX(), y: event.offsetY / stage.scaleX() };
    const { x, y } = stage.position();
    const origin = { x: -x / stage.scaleX(), y: -y / stage.scaleX() };
    line = new Konva.Line({ ...origin, points: [p.x, p.y], stroke: '#1e1e1e', strokeWidth: 4, lineCap: 'round' });
    ink.add(line);
  });
  stage.content.addEventListener('pointermove', (event) => {
    if (line === undefined) return;
    const coalesced = event.getCoalescedEvents();
    const points = (coalesced.length > 0 ? coalesced : [event]).flatMap(({ offsetX, offsetY }) => [
      offsetX / stage.scaleX(),
      offsetY / stage.scaleX(),
    ]);
    line.points([...line.points(), ...points]);
    ink.batchDraw();
  });
  stage.content.addEventListener('pointerup', () => {
    line = undefined;
  });

  window.baseline = {
    ready,
    camera: {
      set({ x, y, zoom }) {
        stage.scale({ x: zoom, y: zoom });
        stage.position({ x: -x * zoom, y: -y * zoom });
        stage.batchDraw();
      },
    },
    // A batched draw has asked for the next frame earlier, so that it is done when this one's turn comes.
    settled: () => new Promise((resolve) => requestAnimationFrame(() => resolve())),
    recolor(id, color) {
      const element = shown.get(id);
      if (element !== undefined) shown.set(id, { ...element, color } as Element);
      scene.batchDraw();
    },
    async exportPng({ x, y, w, h }, scale) {
      stage.scale({ x: scale, y: scale });
      stage.position({ x: -x * scale, y: -y * scale });
      const picture = scene.toCanvas({ x: 0, y: 0, width: w * scale, height: h * scale });
      const blob = await new Promise<Blob | null>((resolve) => picture.toBlob(resolve, 'image/png'));
      if (blob === null) throw new Error('no picture');
      return blob;
    },
  };

  const all = elements;
  let painted: readonly Awaited<typeof all>[number][] = [];
  void all.then((list) => {
    painted = list;
  });
  window.reference = {
    repaint({ x, y, zoom }) {
      const canvas = new OffscreenCanvas(width, height);
      const g = canvas.getContext('2d');
      if (g === null) throw new Error('no canvas');
      g.fillStyle = '#fff';
      g.fillRect(0, 0, width, height);
      g.scale(zoom, zoom);
      g.translate(-x, -y);
      // In full detail at any zoom: what is left out from far away must not be missed.
      const seen = { x, y, w: width / zoom, h: height / zoom };
      for (const element of painted) {
        if (intersects(boundsOf(element), seen))
          paintElement(g as Paint2D, element, { theme, scale: Math.max(1, zoom) });
      }
      const { data } = g.getImageData(0, 0, width, height);
      let ink = 0;
      for (let i = 0; i < data.length; i += 4) {
        const dark = 765 - (data[i] ?? 0) - (data[i + 1] ?? 0) - (data[i + 2] ?? 0);
        if (dark >= figures.faintestInk) ink += dark;
      }
      return ink / 765 / (width * height);
    },
  };
};

start();
