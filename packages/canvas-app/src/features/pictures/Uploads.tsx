import { showsPicture } from '@gesso/crdt-schema';
import type { ReadonlySignal } from '@preact/signals-core';
import type { FunctionComponent } from 'preact';
import { toScreen } from '../../editor/camera.ts';
import { useApp } from '../../ui/app-context.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import { dragging } from './overlay.ts';
import type { Upload } from './queue.ts';
import './pictures.css';

/** What the cards show, and what their buttons do. */
export interface UploadsShown {
  readonly uploads: ReadonlySignal<readonly Upload[]>;
  retry(asset: string): void;
  /** Gives one up and takes it off the board. */
  cancel(asset: string): void;
}

/** CSS pixels: width of a card, the room it keeps to the edges, and the height from which a picture has room for one. */
const cardWidth = 220;
const edge = 12;
const roomy = 160;

const word = ({ state, part }: Upload): string => {
  if (state === 'waiting') return say('pictures.next');
  if (state === 'resting') return say('pictures.offline');
  return part < 1 ? say('pictures.percent', { n: Math.round(part * 100) }) : say('pictures.ready');
};

/** How far a picture is. */
function Progress({ upload }: { readonly upload: Upload }) {
  const percent = Math.round(upload.part * 100);
  return (
    <>
      <div
        class="upload-bar"
        role="progressbar"
        aria-label={say('pictures.sending', { name: upload.name })}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={word(upload)}
      >
        <span style={{ width: `${percent}%` }} />
      </div>
      <span class="upload-word">{word(upload)}</span>
    </>
  );
}

/** What stands over a picture on its way. */
function Card({ upload, retry, cancel }: { readonly upload: Upload } & Pick<UploadsShown, 'retry' | 'cancel'>) {
  const { asset, state, failure } = upload;
  if (state !== 'failed')
    return (
      <>
        <Progress upload={upload} />
        <TextButton kind="quiet" onPress={() => cancel(asset)}>
          {say('pictures.cancel')}
        </TextButton>
      </>
    );
  return (
    <>
      <p role="alert">{sentenceOf(failure)}</p>
      <TextButton kind="quiet" onPress={() => cancel(asset)}>
        {say('pictures.remove')}
      </TextButton>
      <TextButton onPress={() => retry(asset)}>{say('pictures.again')}</TextButton>
    </>
  );
}

/** The cards over all pictures that are on their way from here and in view. */
function Cards({ uploads, ...acts }: UploadsShown) {
  const { editor } = useApp();
  if (uploads.value.length === 0) return null;
  void editor.version.value;
  const camera = editor.camera.value;
  const { width, height } = editor.viewport.value;
  const shown = new Map(
    editor.board.all().flatMap((element) => (showsPicture(element) ? [[element.asset, element]] : [])),
  );
  return (
    <>
      {uploads.value.map((upload) => {
        const element = upload.instead === undefined ? shown.get(upload.asset)?.id : upload.instead.element;
        const box = element === undefined ? undefined : editor.index.bounds(element);
        if (box === undefined) return null;
        const at = toScreen(camera, { x: box.x + box.w / 2, y: box.y + box.h });
        const tall = box.h * camera.zoom;
        if (at.x < 0 || at.y < 0 || at.x > width || at.y - tall > height) return null;
        const x = Math.max(edge, Math.min(width - cardWidth - edge, at.x - cardWidth / 2));
        const isInside = tall >= roomy && box.w * camera.zoom >= cardWidth;
        const y = Math.min(isInside ? at.y - edge : at.y + edge, height - edge - (isInside ? 0 : roomy));
        return (
          <section
            key={upload.asset}
            class={`island upload ${upload.state}`}
            aria-label={upload.name}
            style={{
              transform: `translate(${Math.round(x)}px, ${Math.round(y)}px)${isInside ? ' translateY(-100%)' : ''}`,
            }}
          >
            <Card upload={upload} {...acts} />
          </section>
        );
      })}
    </>
  );
}

/** What lies over the board: where files may be dropped, and how far pictures are. */
export const overlayOf =
  (shown: UploadsShown): FunctionComponent =>
  () => (
    <>
      {dragging.value ? (
        <div class="drop-here">
          <span>{say('pictures.drop')}</span>
        </div>
      ) : null}
      <Cards {...shown} />
    </>
  );
