export {
  createWindowStream,
  windowFeatures,
  type Reading,
  type WindowFeatures,
  type WindowOptions,
  type WindowStream,
} from './window-features.ts';
