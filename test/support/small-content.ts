import { smallModel } from './small-model.ts';

/** A content module as an installation of its own has one, for processes that load content by its path. */
export const content = { tools: [], agents: [], workflows: [], models: [smallModel] };
