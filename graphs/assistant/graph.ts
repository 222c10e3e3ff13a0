import { END, START, StateGraph, type LangGraphRunnableConfig } from '@langchain/langgraph';
import type { Agent, Assistant } from 'countersign';
import type { ConversationTools } from 'countersign/flow';
import { atDesk } from './at-desk.ts';
import { atDeskPlanned } from './at-desk-planned.ts';
import { composeNode } from './compose.ts';
import { desks, type Desk } from './desks.ts';
import { awaitNode, settleNode } from './settle.ts';
import { AssistantState, type State } from './state.ts';
import { supervise } from './supervise.ts';

/**
 * supervisor → desk → … → answer → await → settle
 * - the supervisor reads the question and hands over; a desk answers and hands on to the next
 * - answer puts it into words; a change that was asked for is a run of its own by then
 * - await parks the thread while a change waits for a decision; a new message starts over at the supervisor and the change
 *   waits on
 */
export function buildAssistant({ talk, checkpointer }: ConversationTools, assistant: Assistant) {
  const agents: Readonly<Record<string, Agent>> = Object.fromEntries(assistant.agents.map((agent) => [agent.id, agent]));
  const agentOf = (id: string): Agent => {
    const agent = agents[id];
    if (!agent) throw new Error(`The assistant has no agent ${id}`);
    return agent;
  };
  const handsTo: (Desk | 'answer')[] = [...desks, 'answer'];
  const deskNode = (name: Desk) => (state: State, config: LangGraphRunnableConfig) => {
    const turn = talk(config);
    turn.emit({ type: 'desk', desk: name });
    const isPlanned = state.queue[0]?.intent === 'planned';
    return isPlanned ? atDeskPlanned(state, turn, agentOf(name), name, config) : atDesk(state, turn, agentOf(name), name);
  };
  return new StateGraph(AssistantState)
    .addNode('supervisor', (state: State, config: LangGraphRunnableConfig) => supervise(state, talk(config), agents), { ends: handsTo })
    .addNode('orders', deskNode('orders'), { ends: handsTo })
    .addNode('inventory', deskNode('inventory'), { ends: handsTo })
    .addNode('credit', deskNode('credit'), { ends: handsTo })
    .addNode('customers', deskNode('customers'), { ends: handsTo })
    .addNode('pipeline', deskNode('pipeline'), { ends: handsTo })
    .addNode('operations', deskNode('operations'), { ends: handsTo })
    .addNode('reception', deskNode('reception'), { ends: handsTo })
    .addNode('answer', (state: State, config: LangGraphRunnableConfig) => composeNode(state, talk(config), agents, config), {
      ends: ['await', END],
    })
    .addNode('await', (state: State, config: LangGraphRunnableConfig) => awaitNode(state, talk(config)), { ends: ['settle'] })
    .addNode('settle', (state: State, config: LangGraphRunnableConfig) => settleNode(state, talk(config), agentOf('reception'), config), {
      ends: ['await', END],
    })
    .addEdge(START, 'supervisor')
    .compile({ name: assistant.id, ...(checkpointer === undefined ? {} : { checkpointer }) });
}
