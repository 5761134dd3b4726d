import { type Signal, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { sentenceOf } from '../../ui/sentence.ts';
import { Late, within } from '../../waiting.ts';
import { say } from '../../words/later.ts';

/** A picture as the browser shows it; sizes in pixels. */
export interface Picture {
  readonly url: string;
  readonly blob: Blob;
  readonly width: number;
  readonly height: number;
}

/** The picture that the panel shows, and what stands in its way. */
export interface Preview {
  readonly picture: Signal<Picture | undefined>;
  readonly problem: Signal<string | undefined>;
  readonly painting: Signal<boolean>;
}

/** ms that a browser may take to decode a picture of half a gigabyte of pixels. */
const decodingTimeout = 30_000;

/** Measures a picture by letting the browser decode it, as the one who opens the file will. */
async function measured(blob: Blob): Promise<Picture> {
  const url = URL.createObjectURL(blob);
  const image = new Image();
  image.src = url;
  await within(decodingTimeout, image.decode());
  return { url, blob, width: image.naturalWidth, height: image.naturalHeight };
}

/** Paints again whenever a signal changes that `paint` reads. `paint` gives undefined where there is nothing to paint. */
export function usePreview(paint: () => Promise<Blob> | undefined): Preview {
  const picture = useSignal<Picture | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const painting = useSignal(true);
  useSignalEffect(() => {
    const begun = paint();
    if (begun === undefined) return undefined;
    let current = true;
    painting.value = true;
    problem.value = undefined;
    begun.then(measured).then(
      (made) => {
        if (!current) return URL.revokeObjectURL(made.url);
        if (picture.peek() !== undefined) URL.revokeObjectURL(picture.peek()?.url ?? '');
        picture.value = made;
        painting.value = false;
        return undefined;
      },
      (error: unknown) => {
        if (!current) return;
        painting.value = false;
        problem.value =
          error instanceof DOMException || error instanceof Late ? say('exportPanel.failed') : sentenceOf(error);
      },
    );
    return () => {
      current = false;
    };
  });
  useEffect(() => () => URL.revokeObjectURL(picture.peek()?.url ?? ''), [picture]);
  return { picture, problem, painting };
}
