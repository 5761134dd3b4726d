/** The icon of picking a color, apart from those that are part of the first download. */
export { Pipette as pipetteIcon } from 'lucide';
