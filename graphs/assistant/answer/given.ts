import type { Agent } from 'countersign';
import type { Talk } from 'countersign/flow';
import type { Frame } from '../understand/frame.ts';
import type { Paper } from './paper.ts';

/** One question at one desk. */
export type Given = { readonly talk: Talk; readonly frame: Frame; readonly paper: Paper; readonly desk: Agent };
export type Answering = (given: Given) => Promise<void>;
