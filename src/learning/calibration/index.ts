export { calibrate, Calibrator, fitCalibrator, isotonicRows, loadCalibrator } from './calibrator.ts';
export { applyIsotonic, fitIsotonic, type IsotonicFit } from './isotonic.ts';
export { fitPlatt, type PlattFit } from './platt.ts';
export { expectedCalibrationError, recalibration, reliabilityBins, type Recalibration, type ReliabilityBin } from './reliability.ts';
