import '../styles/segmented.css';

/** The class of values that stand side by side, one of which is chosen; how they look comes with it. */
export const segmented = 'segmented';
