/** Given names that are words all the same when they are written small. */
export const wordy: ReadonlySet<string> = new Set(
  'mark marco mason frank jack max rob don bob joe jean grant tim nick mike matt pat jim sam victor christian terry dale jean carol dawn heather chris'.split(
    ' ',
  ),
);
