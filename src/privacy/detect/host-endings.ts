/** A host that stands without `https://` is only taken for one under these endings; others are words of code. */
export const bareEndings: ReadonlySet<string> = new Set(
  'com org edu gov io co uk de fr es it nl eu ch at be us ca au se dk fi no pl cz hu pt ie info biz cloud shop online app dev ai'.split(
    ' ',
  ),
);
