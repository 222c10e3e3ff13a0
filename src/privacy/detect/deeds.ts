import { hashesOf } from './word-hash.ts';

const lines = `
  says said spoke met emailed mailed reached asks asked wants wanted lives lived works gave called calls wrote writes told confirmed confirms signed signs approved rang replied insists complained
  sagt sagte meint meinte fragt fragte bittet bat will wollte rief ruft schreibt schrieb antwortet reklamiert unterschreibt
  dit demande rappelle appelle signe confirme veut souhaite pense réclame
  dice dijo pide llama firma confirma quiere reclama pregunta
  chiede chiama vuole conferma scrive firma richiama
  zegt vraagt belt wil meldt tekent schrijft bevestigt klaagt`;

/** What stands behind a name and only a person does: says, sagt, dit, dice, zegt. By the hashes of the words. */
export const deeds = hashesOf(lines);
