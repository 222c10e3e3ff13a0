export { openCrew, type WorkerCrew } from './crew.ts';
