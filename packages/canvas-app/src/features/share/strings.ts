/** The sentences of sharing that are needed from the start. */
export const strings = {
  share: 'Share',
  linkCopied: 'Link copied.',
  copyFailed: 'The browser did not allow copying. Select the address and copy it by hand.',
} as const;
