/** What is said of a picture that was copied, with or without the panel. */
export const strings = {
  imageCopied: 'Picture copied.',
  imageNotCopied: 'This browser did not let the picture be copied. Download it instead: Export image … in the menu.',
} as const;
