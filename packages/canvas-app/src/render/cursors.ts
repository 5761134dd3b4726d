import { contrast, fontFamilies } from '@gesso/drawing';
import { type BoardPoint, type Camera, toScreen } from '../editor/camera.ts';
import type { Peer } from '../editor/state.ts';

/** ms after which a cursor has covered two thirds of the way to where its peer is. */
const lag = 55;

/** Board units times zoom, CSS pixels, from which a cursor counts as having arrived. */
const arrived = 0.3;

export interface Cursors {
  /** Moves on to `now` (ms); whether any is still on its way. Peers without a cursor disappear. */
  step(peers: readonly Peer[], now: number, zoom: number): boolean;
  at(client: number): BoardPoint | undefined;
}

/** Cursors glide between packets, which come less often than frames; with reduced motion they jump. */
export const createCursors = (reducedMotion: () => boolean): Cursors => {
  const shown = new Map<number, BoardPoint>();
  let before: number | undefined;
  return {
    step(peers, now, zoom) {
      const part = before === undefined ? 1 : 1 - Math.exp(-Math.max(0, now - before) / lag);
      let moving = false;
      const present = new Set<number>();
      for (const { client, cursor } of peers) {
        if (!cursor) continue;
        present.add(client);
        const from = shown.get(client);
        const away = from ? Math.hypot(cursor.x - from.x, cursor.y - from.y) * zoom : 0;
        if (!from || away < arrived || reducedMotion()) {
          shown.set(client, cursor);
          continue;
        }
        moving = true;
        shown.set(client, { x: from.x + (cursor.x - from.x) * part, y: from.y + (cursor.y - from.y) * part });
      }
      for (const client of shown.keys()) if (!present.has(client)) shown.delete(client);
      before = moving ? now : undefined;
      return moving;
    },
    at: (client) => shown.get(client),
  };
};

const longest = 24;
const nameFont = `500 12px ${fontFamilies.sans}`;

/** Paints the peers' cursors with their names, CSS pixels: 20 high with the casing, which is white on any ground. Who looks away is paler. */
export const paintCursors = (
  g: CanvasRenderingContext2D,
  peers: readonly Peer[],
  cursors: Cursors,
  camera: Camera,
): void => {
  for (const peer of peers) {
    const at = cursors.at(peer.client);
    if (!at) continue;
    const { x, y } = toScreen(camera, at);
    g.save();
    g.translate(Math.round(x), Math.round(y));
    g.globalAlpha = peer.idle ? 0.45 : 1;
    g.lineJoin = 'round';
    g.lineWidth = 3;
    g.strokeStyle = '#ffffff';
    g.fillStyle = peer.color;
    g.beginPath();
    g.moveTo(0, 0);
    g.lineTo(5.1, 17);
    g.lineTo(8.8, 10.4);
    g.lineTo(15.9, 7.9);
    g.closePath();
    g.stroke();
    g.fill();
    // Beside what a person says stands their name already.
    const name =
      peer.chat !== undefined ? '' : peer.name.length > longest ? `${peer.name.slice(0, longest - 1)}…` : peer.name;
    if (name !== '') {
      g.font = nameFont;
      const width = Math.ceil(g.measureText(name).width);
      g.beginPath();
      g.roundRect(13, 16, width + 14, 22, 7);
      g.fill();
      g.fillStyle = contrast(peer.color, '#ffffff') >= 3.5 ? '#ffffff' : '#17181a';
      g.textBaseline = 'middle';
      g.fillText(name, 20, 27.5);
    }
    g.restore();
  }
};
