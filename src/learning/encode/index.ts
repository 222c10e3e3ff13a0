export { encodedColumns, encodedFeatures, encodeRow, encodeTable, Encoding, learnEncoding, loadEncoding, type Design } from './encoding.ts';
export { otherLevel, readRow, type Ranges, type ReadNote, type Treatment } from './read-row.ts';
export { readColumns, readRecords, readRecordsAs, type ReadCount, type ReadOptions, type ReadTable } from './read-table.ts';
