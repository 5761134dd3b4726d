/** The sentences of the menu, which are loaded with it. */
export const strings = {
  title: 'What can be done here',
  align: 'Align',
  /** What commands are called where it is clear what they are done to. */
  lock: 'Lock',
  unlock: 'Unlock',
  editText: 'Edit text',
  rename: 'Rename frame',
  pasteHere: 'Paste here',
  linkTo: 'Copy link to this',
  noClipboard: 'This browser lets no menu read the clipboard. Paste with Ctrl+V.',
  noClipboardMac: 'This browser lets no menu read the clipboard. Paste with ⌘V.',
  notCopied: 'This browser lets no menu write to the clipboard. Copy with Ctrl+C.',
  notCopiedMac: 'This browser lets no menu write to the clipboard. Copy with ⌘C.',
} as const;
