// Indexed reads in this file carry `as number`: node indices come from an ensemble that `checkEnsemble` has walked, and a
// row has as many values as the ensemble has features (checked on entry).
import { CountersignError } from '../../contracts/errors.ts';
import type { Table } from '../core/table.ts';
import { checkEnsemble, type Ensemble } from './ensemble.ts';
import { flattenTrees, prepare, type FlatTrees, type PreparedRows } from './flat-trees.ts';
import { addAllTrees, addTree } from './four-at-once.ts';
import { applyLink } from './links.ts';

/** An ensemble laid out for fast scoring. Scores and margins come row by row, `outputs` values each. */
export type CompiledEnsemble = {
  readonly ensemble: Ensemble;
  readonly outputs: number;
  /** One row of as many values as there are features (NaN is missing) → `outputs` scores through the link. */
  scoreRow(row: Float64Array, into?: Float64Array): Float64Array;
  /** The same before the link: base plus the sum over trees. */
  marginRow(row: Float64Array, into?: Float64Array): Float64Array;
  /** `rows × outputs` scores. The table's columns are in the order of the ensemble's features. */
  scoreTable(table: Table): Float64Array;
  marginTable(table: Table): Float64Array;
};

/** Rows scored together: their values fit the first-level cache beside one tree. */
const blockRows = 64;

/** Throws `input.invalid` where the ensemble is inconsistent or a row or table has another number of features. */
export function compileEnsemble(ensemble: Ensemble): CompiledEnsemble {
  checkEnsemble(ensemble);
  const flat = flattenTrees(ensemble);
  const outputs = ensemble.base.length;
  const width = ensemble.features.length;
  const prepared = emptyRows(width);
  const marginRow = (row: Float64Array, into: Float64Array = new Float64Array(outputs)): Float64Array => {
    if (row.length !== width) throw wrongWidth(width, row.length);
    for (let output = 0; output < outputs; output += 1) into[output] = ensemble.base[output] as number;
    for (let feature = 0; feature < width; feature += 1) prepare(flat, feature, row[feature] as number, prepared, feature);
    if (ensemble.zeroIsMissing.length > 0) zerosToMissing(prepared.values, 0, ensemble.zeroIsMissing);
    addAllTrees(flat, !flat.hasSets && allKnown(prepared.values, width), prepared, into);
    return into;
  };
  const marginTable = (table: Table): Float64Array => {
    if (table.columns.length !== width) throw wrongWidth(width, table.columns.length);
    return marginsOf(ensemble, flat, table);
  };
  return {
    ensemble,
    outputs,
    marginRow,
    marginTable,
    scoreRow(row, into) {
      const scores = marginRow(row, into);
      applyLink(ensemble.link, scores, 0, outputs);
      return scores;
    },
    scoreTable(table) {
      const scores = marginTable(table);
      for (let from = 0; from < scores.length; from += outputs) applyLink(ensemble.link, scores, from, outputs);
      return scores;
    },
  };
}

function marginsOf(ensemble: Ensemble, flat: FlatTrees, table: Table): Float64Array {
  const outputs = ensemble.base.length;
  const width = table.columns.length;
  const margins = new Float64Array(table.rows * outputs);
  for (let at = 0; at < margins.length; at += 1) margins[at] = ensemble.base[at % outputs] as number;
  const block = emptyRows(blockRows * width);
  for (let from = 0; from < table.rows; from += blockRows) {
    const rows = Math.min(blockRows, table.rows - from);
    for (let feature = 0; feature < width; feature += 1) {
      const column = table.columns[feature] as Float64Array;
      for (let row = 0; row < rows; row += 1) prepare(flat, feature, column[from + row] as number, block, row * width + feature);
    }
    if (ensemble.zeroIsMissing.length > 0)
      for (let row = 0; row < rows; row += 1) zerosToMissing(block.values, row * width, ensemble.zeroIsMissing);
    addBlock(flat, block, width, rows, margins, from * outputs, outputs);
  }
  return margins;
}

/** Tree by tree, so that a tree is read from the cache for all rows but the first. */
function addBlock(
  flat: FlatTrees,
  block: PreparedRows,
  width: number,
  rows: number,
  margins: Float64Array,
  from: number,
  outputs: number,
): void {
  const isPlain = !flat.hasSets && allKnown(block.values, rows * width);
  for (let tree = 0; tree < flat.roots.length; tree += 1) {
    addTree(flat, tree, isPlain, block, width, rows, margins, from + (flat.outputs[tree] as number), outputs);
  }
}

function emptyRows(length: number): PreparedRows {
  return { values: new Float64Array(length), codes: new Int32Array(length) };
}

function allKnown(values: Float64Array, count: number): boolean {
  for (let index = 0; index < count; index += 1) if (values[index] !== values[index]) return false;
  return true;
}

/** LightGBM's bound: what is no further from zero than this is zero. */
const zeroThreshold = 1e-35;

export function zerosToMissing(values: Float64Array, offset: number, features: readonly number[]): void {
  for (const feature of features) {
    if (Math.abs(values[offset + feature] as number) <= zeroThreshold) values[offset + feature] = Number.NaN;
  }
}

function wrongWidth(expected: number, given: number): CountersignError {
  return new CountersignError('input.invalid', `The trees were built on ${expected} features; the row or table has ${given}`);
}
