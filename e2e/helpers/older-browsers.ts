import type { BrowserContext } from '@playwright/test';

/**
 * Takes away what Chrome 109, Firefox 115 and Safari 16.4 do not all have, from `globalThis` of a page or a worker. Runs there,
 * so it uses nothing of this file.
 */
const takeAway = () => {
  const scope = globalThis as unknown as Record<string, object | undefined>;
  const remove = (owner: object | undefined, names: readonly string[]) => {
    for (const name of names) if (owner !== undefined) Reflect.deleteProperty(owner, name);
  };
  const prototype = (name: string): object | undefined =>
    (scope[name] as { prototype?: object } | undefined)?.prototype;
  const iterator = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())) as object;
  remove(Promise, ['withResolvers', 'try']);
  remove(Object, ['groupBy']);
  remove(Map, ['groupBy']);
  remove(Map.prototype, ['getOrInsert', 'getOrInsertComputed']);
  remove(Array, ['fromAsync']);
  for (const list of [Array.prototype, Object.getPrototypeOf(Uint8Array.prototype) as object])
    remove(list, ['toSorted', 'toReversed', 'toSpliced', 'with']);
  remove(Set.prototype, [
    ...['union', 'intersection', 'difference', 'symmetricDifference'],
    ...['isSubsetOf', 'isSupersetOf', 'isDisjointFrom'],
  ]);
  remove(iterator, [
    ...['map', 'filter', 'take', 'drop', 'flatMap', 'reduce', 'toArray', 'forEach', 'some', 'every', 'find'],
  ]);
  remove(String.prototype, ['isWellFormed', 'toWellFormed']);
  remove(RegExp, ['escape']);
  remove(ArrayBuffer.prototype, ['resize', 'transfer', 'transferToFixedLength', 'detached', 'resizable']);
  remove(Uint8Array, ['fromBase64', 'fromHex']);
  remove(Uint8Array.prototype, ['toBase64', 'toHex', 'setFromBase64', 'setFromHex']);
  remove(Math, ['sumPrecise', 'f16round']);
  remove(Intl, ['Segmenter', 'DurationFormat']);
  remove(scope['URL'], ['canParse', 'parse']);
  remove(scope['AbortSignal'], ['any']);
  remove(prototype('Element'), ['checkVisibility', 'setHTML', 'getHTML', 'moveBefore']);
  remove(prototype('HTMLElement'), ['popover', 'showPopover', 'hidePopover', 'togglePopover']);
  remove(prototype('HTMLDialogElement'), ['closedBy', 'requestClose']);
  remove(prototype('Document'), ['startViewTransition', 'caretPositionFromPoint']);
  remove(prototype('IDBFactory'), ['databases']);
  for (const context of ['CanvasRenderingContext2D', 'OffscreenCanvasRenderingContext2D'])
    remove(prototype(context), [
      'fontKerning',
      'letterSpacing',
      'textRendering',
      'reset',
      'filter',
      'createConicGradient',
    ]);
  remove(prototype('PointerEvent'), ['getCoalescedEvents', 'getPredictedEvents']);
  remove(prototype('Navigator'), ['deviceMemory', 'userAgentData', 'scheduling']);
  remove(scope, [
    ...['Iterator', 'Float16Array', 'AsyncDisposableStack', 'DisposableStack', 'SuppressedError'],
    ...['scheduler', 'requestIdleCallback', 'cancelIdleCallback', 'navigation', 'EditContext'],
    ...['CloseWatcher', 'Highlight', 'Temporal'],
  ]);
};

/** Makes every page of a context as poor as the oldest browsers that Gesso supports, and every worker too. */
export const asOlderBrowsers = async (context: BrowserContext): Promise<void> => {
  await context.addInitScript(takeAway);
  // Workers hear of no init script: theirs is put before their own first line.
  await context.route(/-worker[\w.-]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `(${takeAway.toString()})();\n${await response.text()}` });
  });
};
