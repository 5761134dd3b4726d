import { showsPicture } from '@gesso/crdt-schema';
import { boundsOf, grounds, hasRichText } from '@gesso/drawing';
import { effect } from '@preact/signals-core';
import type { EditorState } from '../editor/state.ts';
import { lettered } from './damage.ts';
import type { ActiveLayer } from './layers/active-layer.ts';
import type { OverlayLayer } from './layers/overlay-layer.ts';
import type { TilesLayer } from './layers/tiles-layer.ts';
import type { Pictures } from './pictures/pictures.ts';
import type { RichTextPaint } from './rich-text.ts';
import type { Screen } from './screen.ts';

/** An edit or undo that brings at least so many elements is begun to be painted before its frame. */
const large = 512;

/** What is marked and asked for when the state changes. */
interface Parts {
  readonly tiles: TilesLayer;
  readonly active: ActiveLayer;
  readonly overlay: OverlayLayer;
  readonly rich: RichTextPaint;
  /** Asks for a frame. */
  request(): void;
  /** Asks for a frame of another size, with every layer in it. */
  resize(): void;
  paintAll(): void;
  /** Has tiles begun before their frame. */
  beginEarly(): void;
}

/** Marks of each layer what the state, the fonts and the pictures change in it. Returns what ends that. */
export function followState(
  container: HTMLDivElement,
  state: EditorState,
  { tiles, active, overlay, rich, request, resize, paintAll, beginEarly }: Parts,
  screen: Screen,
  pictures: Pictures | undefined,
): readonly ((() => void) | undefined)[] {
  return [
    state.index.onChange(({ change, damage }) => {
      tiles.damage(damage);
      tiles.change(change);
      active.change(change);
      overlay.mark();
      request();
      const isMine = change.origin === 'local' || change.origin === 'undo';
      if (isMine && change.added.length + change.updated.length >= large) beginEarly();
    }),
    effect(() => {
      state.camera.value;
      request();
    }),
    effect(() => {
      state.viewport.value;
      resize();
    }),
    effect(() => {
      container.style.backgroundColor = grounds[state.theme.value];
      tiles.damageAll();
      paintAll();
    }),
    effect(() => {
      state.grid.value;
      tiles.mark();
      request();
    }),
    effect(() => {
      state.shownDrafts.value;
      state.editing.value;
      state.editingCell.value;
      active.mark();
      overlay.mark();
      request();
    }),
    effect(() => {
      state.selection.value;
      state.entered.value;
      state.hover.value;
      state.marquee.value;
      state.aim.value;
      state.guides.value;
      state.eraser.value;
      state.lasers.value;
      state.peers.value;
      state.canEdit.value;
      overlay.mark();
      request();
    }),
    screen.onFonts((families) => {
      tiles.damage(lettered(state.board.all(), families));
      paintAll();
    }),
    rich.onLoad(() => {
      tiles.damage(state.board.all().filter(hasRichText).map(boundsOf));
      paintAll();
    }),
    pictures?.onLoad((asset) => {
      const shown = state.board.all().filter((element) => showsPicture(element) && element.asset === asset);
      tiles.damage(shown.map(boundsOf));
      paintAll();
    }),
  ];
}
