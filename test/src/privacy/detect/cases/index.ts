import type { CaseTable } from '../case-table.ts';
import { addresses } from './addresses.ts';
import { dutch } from './dutch.ts';
import { french } from './french.ts';
import { german } from './german.ts';
import { hostileWriting } from './hostile-writing.ts';
import { italian } from './italian.ts';
import { mustStay } from './must-stay.ts';
import { names } from './names.ts';
import { netAndSecrets } from './net-and-secrets.ts';
import { numbers } from './numbers.ts';
import { spanish } from './spanish.ts';
import { stateIds } from './state-ids.ts';

export const caseTables = {
  names,
  numbers,
  'numbers of states': stateIds,
  addresses,
  'the net and secrets': netAndSecrets,
  'hostile writing': hostileWriting,
  'what must stay': mustStay,
  German: german,
  French: french,
  Spanish: spanish,
  Italian: italian,
  Dutch: dutch,
} satisfies Record<string, CaseTable>;
