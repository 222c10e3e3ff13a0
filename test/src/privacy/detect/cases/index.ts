import type { CaseTable } from '../case-table.ts';
import { addresses } from './addresses.ts';
import { hostileWriting } from './hostile-writing.ts';
import { mustStay } from './must-stay.ts';
import { names } from './names.ts';
import { netAndSecrets } from './net-and-secrets.ts';
import { numbers } from './numbers.ts';
import { stateIds } from './state-ids.ts';

export const caseTables = {
  names,
  numbers,
  'numbers of states': stateIds,
  addresses,
  'the net and secrets': netAndSecrets,
  'hostile writing': hostileWriting,
  'what must stay': mustStay,
} satisfies Record<string, CaseTable>;
