import { type ElementId, type PictureElement, showsPicture } from '@gesso/crdt-schema';
import { type Handle, handleAt, handles, type Vec } from '@gesso/drawing';
import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { toScreen } from '../../editor/camera.ts';
import { noDraft } from '../../editor/draft.ts';
import type { Editor } from '../../editor/editor.ts';
import { useApp } from '../../ui/app-context.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { noFling } from '../../ui/parts/no-fling.ts';
import { usePressOutside } from '../../ui/parts/press-outside.ts';
import { say } from '../../words/later.ts';
import { type CropPatch, chosenFor, pulled, shifted, uncropped, wholeBeside } from './crop.ts';
import { crop, cropped, croppedWithArrows } from './crop-with-arrows.ts';
import './crop.css';

/** Pixels of the longer side that the faded picture is shown with at most. */
const sharpest = 1_600;

/** Board units that an arrow key moves an edge, and with Shift. */
const steps = { near: 1, far: 10 } as const;

const keyWays: Readonly<Record<string, Vec>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

const pictureIn = (editor: Editor, id: ElementId | undefined): PictureElement | undefined => {
  const element = id === undefined ? undefined : editor.board.get(id);
  return element !== undefined && showsPicture(element) && editor.canEdit.value ? element : undefined;
};

/** Follows a pointer from a press on; `pull` gets its way in board units. */
function follow(event: PointerEvent, zoom: number, pull: (by: Vec) => void): void {
  const { currentTarget, pointerId, clientX, clientY } = event;
  if (!(currentTarget instanceof Element) || event.button !== 0) return;
  event.preventDefault();
  event.stopPropagation();
  currentTarget.setPointerCapture(pointerId);
  const stop = new AbortController();
  const on = (type: string, run: (event: PointerEvent) => void) =>
    currentTarget.addEventListener(type, (next) => next instanceof PointerEvent && run(next), { signal: stop.signal });
  on('pointermove', (next) => pull({ x: (next.clientX - clientX) / zoom, y: (next.clientY - clientY) / zoom }));
  on('pointerup', () => stop.abort());
  on('lostpointercapture', () => stop.abort());
}

/** The whole picture, pale. */
function Faded({ asset }: { readonly asset: string }) {
  const { pictures } = useApp();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    pictures.load(asset).then(
      ({ source, width, height }) => {
        if (canvas.current === null) return;
        const scale = Math.min(1, sharpest / Math.max(width, height));
        canvas.current.width = Math.round(width * scale);
        canvas.current.height = Math.round(height * scale);
        const g = canvas.current.getContext('2d');
        g?.drawImage(source as CanvasImageSource, 0, 0, canvas.current.width, canvas.current.height);
      },
      // Without it the part can still be chosen.
      () => undefined,
    );
  }, [asset, pictures]);
  return <canvas ref={canvas} class="crop-picture" />;
}

interface EdgesProps {
  readonly picture: PictureElement;
  readonly patch: Signal<CropPatch | undefined>;
  readonly zoom: number;
}

/** The handles at the edges of the part, for pointers and for keys. */
const Edges = ({ picture, patch, zoom }: EdgesProps) => (
  <>
    {handles.map((handle: Handle) => (
      <button
        key={handle}
        type="button"
        class={`crop-handle ${handle}`}
        {...noFling}
        aria-label={say(`pictures.handles.${handle}`)}
        style={{ left: `${handleAt[handle].x * 100}%`, top: `${handleAt[handle].y * 100}%` }}
        onPointerDown={(event) => {
          const from = cropped(picture, patch.peek());
          follow(event, zoom, (by) => {
            patch.value = pulled(from, handle, by);
          });
        }}
        onKeyDown={(event) => {
          const way = keyWays[event.key];
          if (way === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          const step = event.shiftKey ? steps.far : steps.near;
          patch.value = pulled(cropped(picture, patch.peek()), handle, { x: way.x * step, y: way.y * step });
        }}
      />
    ))}
  </>
);

/** Ends cropping by Enter, by Escape and by a press elsewhere, while it lasts. */
function useEnds(keep: () => void, leave: () => void): void {
  usePressOutside('.crop, .crop-bar, .zoom', keep);
  // As it is rendered, not some frames later: a key goes by the picture as it is now, and none is heard once this is gone.
  useLayoutEffect(() => {
    const stop = new AbortController();
    const options = { capture: true, signal: stop.signal };
    document.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        if (event.key === 'Enter' && event.target instanceof Element && event.target.matches('.text-button')) return;
        event.preventDefault();
        event.stopPropagation();
        if (event.key === 'Enter') keep();
        else leave();
      },
      options,
    );
    return () => stop.abort();
  });
}

/** Lets a person choose which part of a picture is shown. It is one step when it is chosen, and nothing when it is left. */
function Cropping({ picture: now }: { readonly picture: PictureElement }) {
  const { editor, byHand, shell } = useApp();
  // What others do to it meanwhile is theirs; the part is chosen on the picture as it was.
  const picture = useRef(now).current;
  const patch = useSignal<CropPatch | undefined>(undefined);
  const shown = cropped(picture, patch.value);
  const camera = editor.camera.value;

  useLayoutEffect(() => {
    editor.showDraft({ ...noDraft, changed: croppedWithArrows(editor, picture, shown) });
  }, [editor, picture, shown]);
  useLayoutEffect(() => {
    editor.select([]);
    return () => editor.showDraft(noDraft);
  }, [editor]);

  const leave = () => {
    editor.showDraft(noDraft);
    editor.setCropping(undefined);
    editor.select([picture.id]);
  };
  const keep = () => {
    const chosen = patch.peek();
    leave();
    if (chosen === undefined) return;
    if (now.asset !== picture.asset || now.locked) shell.tell(say('pictures.changedMeanwhile'), 'error');
    else byHand(() => crop(editor, now, chosenFor(picture, now, chosen)));
  };
  useEnds(keep, leave);

  const at = toScreen(camera, shown);
  const beside = wholeBeside(shown);
  const px = (units: number): string => `${units * camera.zoom}px`;
  return (
    <>
      <fieldset
        class="crop"
        aria-label={say('pictures.cropped')}
        style={{
          transform: `translate(${at.x}px, ${at.y}px) rotate(${shown.rotation}rad)`,
          width: px(shown.width),
          height: px(shown.height),
        }}
      >
        <div
          class="crop-whole"
          style={{ left: px(beside.x), top: px(beside.y), width: px(beside.w), height: px(beside.h) }}
        >
          <Faded asset={picture.asset} />
        </div>
        <div
          class="crop-part"
          {...noFling}
          onPointerDown={(event) => {
            const from = cropped(picture, patch.peek());
            follow(event, camera.zoom, (by) => {
              patch.value = shifted(from, by);
            });
          }}
        />
        <Edges picture={picture} patch={patch} zoom={camera.zoom} />
      </fieldset>
      <div class="island crop-bar">
        <TextButton
          kind="quiet"
          onPress={() => {
            patch.value = uncropped(cropped(picture, patch.peek()));
          }}
        >
          {say('pictures.whole')}
        </TextButton>
        <TextButton kind="filled" onPress={keep}>
          {say('pictures.done')}
        </TextButton>
      </div>
    </>
  );
}

/** What lies over a picture while it is cropped. */
export function CropFrame() {
  const { editor } = useApp();
  const id = editor.cropping.value;
  void editor.version.value;
  const picture = pictureIn(editor, id);
  useEffect(() => {
    if (id !== undefined && picture === undefined) editor.setCropping(undefined);
  }, [editor, id, picture]);
  return picture === undefined ? null : <Cropping key={picture.id} picture={picture} />;
}
