import { openBoard } from '@gesso/crdt-schema';
import { type Paint2D, paintElement } from '@gesso/drawing';
import Konva from 'konva';
import * as Y from 'yjs';
import type { Camera } from '../canvas/camera.ts';
import type { Subject } from '../canvas/subject.ts';

/**
 * The whiteboard one writes first: one Konva node per stroke, moved by moving the stage. Each node is painted by the very
 * painter that Gesso uses, so both show the same picture. Nothing listens and no hit graph is drawn, which favours it.
 */

/** What the baseline's page offers besides being measured: the truth about a picture. */
export interface Reference {
  /** Paints every stroke afresh and gives the share of the picture that is ink. */
  repaint(camera: Camera): number;
}

declare global {
  interface Window {
    baseline?: Subject;
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

  const ready = elements.then((all) => {
    for (const element of all) {
      scene.add(
        new Konva.Shape({
          listening: false,
          perfectDrawEnabled: false,
          sceneFunc: (context) => paintElement(context._context, element, { theme, scale: stage.scaleX() }),
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
    // A batched draw comes with the next frame; the one after that is the first to show it.
    settled: () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
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
      for (const element of painted) paintElement(g as Paint2D, element, { theme, scale: zoom });
      const { data } = g.getImageData(0, 0, width, height);
      let ink = 0;
      for (let i = 0; i < data.length; i += 4) ink += 765 - (data[i] ?? 0) - (data[i + 1] ?? 0) - (data[i + 2] ?? 0);
      return ink / 765 / (width * height);
    },
  };
};

start();
