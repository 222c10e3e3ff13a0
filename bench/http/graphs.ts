import { MessagesAnnotation, START, StateGraph, type BaseCheckpointSaver, type LangGraphRunnableConfig } from '@langchain/langgraph';
import { EchoModel } from '../../test/support/served-graphs.ts';
import { plainGraph } from '../runs/plain-graph.ts';

/** Tokens of an answer; the model says `w0 w1 …`, so that each can be told from the others. */
export const tokensPerTurn = 200;
export const question = `say ${tokensPerTurn} words`;

export const orderInput = (id: string) => ({ event: { id: `event-${id}`, order: id } });
/** The question as a client of the protocol sends it. */
export const chatInput = { messages: [{ role: 'user', content: question }] };

/** Six nodes over 3 KB of state that answer at once: what is left is the machinery around them. */
export const orderGraph = (saver?: BaseCheckpointSaver) => plainGraph(saver, false);

/** One call of a model that has its whole answer ready and hands it out token by token. */
export function chatGraph(saver?: BaseCheckpointSaver) {
  const model = new EchoModel();
  return new StateGraph(MessagesAnnotation)
    .addNode('model', async (state, config: LangGraphRunnableConfig) => ({ messages: [await model.invoke(state.messages, config)] }))
    .addEdge(START, 'model')
    .compile(saver === undefined ? {} : { checkpointer: saver });
}
