import { measureForeignWith } from '@gesso/drawing';
import { app } from './begins.ts';
import { arrange } from './features/arrange/index.ts';
import { author } from './features/author/index.tsx';
import { autosaveInk } from './features/autosave-ink/index.ts';
import { chat } from './features/chat/index.ts';
import { comments } from './features/comments/index.tsx';
import { contextMenu } from './features/context-menu/index.ts';
import { embedded } from './features/embedded/index.ts';
import { exportImage, loadPictures } from './features/export/index.ts';
import { eyedropper } from './features/eyedropper/index.ts';
import type { Feature } from './features/feature.ts';
import { find } from './features/find/index.ts';
import { frames } from './features/frames/index.tsx';
import { help } from './features/help/index.tsx';
import { hiding } from './features/hiding/index.ts';
import { history } from './features/history/index.ts';
import { fileImport, loadImport } from './features/import/index.ts';
import { language } from './features/language/index.ts';
import { library } from './features/library/index.ts';
import { links } from './features/links/index.tsx';
import { liveInk } from './features/live-ink/index.ts';
import { me } from './features/me/index.ts';
import { minimap } from './features/minimap/index.tsx';
import { nextElement } from './features/next-element/index.ts';
import { offline } from './features/offline/index.ts';
import { outline } from './features/outline/index.ts';
import { palette } from './features/palette/index.ts';
import { password } from './features/password/index.tsx';
import { peek } from './features/peek/index.ts';
import { peers } from './features/peers/index.tsx';
import { bringForScript, pickFiles, pictures, takeFiles } from './features/pictures/index.tsx';
import { recent } from './features/recent/index.tsx';
import { rescue } from './features/rescue/index.ts';
import { richText } from './features/rich-text/index.tsx';
import { scripting } from './features/scripting/index.ts';
import { share } from './features/share/index.tsx';
import { stats } from './features/stats/index.tsx';
import { table } from './features/table/index.ts';
import { templates } from './features/templates/index.ts';
import { tooltips } from './features/tooltips/index.ts';
import { start } from './start.tsx';
import { allowOwnUses } from './trusted-types.ts';
import { useWords } from './words/say.ts';
import { deviceLetters } from './workers/letters.ts';

/** Everything beyond drawing. What stands first is shown first. */
const features: readonly Feature[] = [
  peek,
  peers,
  liveInk,
  chat,
  nextElement,
  comments,
  share,
  me,
  exportImage,
  minimap,
  find,
  outline,
  frames,
  arrange,
  pictures(loadImport),
  fileImport(() => pickFiles(undefined, ''), takeFiles),
  templates,
  library(loadImport, loadPictures, takeFiles),
  table,
  links,
  eyedropper,
  language,
  hiding,
  history,
  author,
  richText,
  stats(),
  palette,
  help,
  contextMenu,
  tooltips,
  password,
  recent,
  autosaveInk,
  rescue,
  offline,
  embedded,
  scripting(loadPictures, bringForScript),
];

allowOwnUses();
measureForeignWith(deviceLetters(document.createElement('canvas').getContext('2d')));

app.begin = (host, prefetched, words) => {
  if (words !== undefined) useWords(words);
  start(host, features, prefetched);
};
