import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { CallToolRequestSchema, ListToolsRequestSchema, type CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { Context } from 'hono';
import { asCountersignError, CountersignError } from '../../contracts/errors.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { ToolService } from '../../contracts/services.ts';
import { parseJson, readBody } from '../own/body.ts';
import { problemResponse } from '../own/problem.ts';
import type { FaceParts } from '../face.ts';

export type McpParts = Omit<FaceParts, 'serving'> & { readonly tools: ToolService; readonly version: string };

/**
 * `/mcp`: the read tools and `propose`, over Streamable HTTP without sessions. Everything is done as the person or service whose
 * key came with the request; a write tool is there only as a proposal that waits for somebody else.
 */
export async function handleMcp(c: Context, parts: McpParts): Promise<Response> {
  try {
    if (c.req.method !== 'POST') {
      c.header('allow', 'POST');
      throw new CountersignError('resource.method', 'This server keeps no MCP sessions; it takes POST', { field: 'method' });
    }
    if (parts.isDraining())
      throw new CountersignError('service.draining', 'The server is shutting down; send it again in a moment', {
        retry: 'later',
        retryAfterMs: 5000,
      });
    const by = await parts.authenticate(c);
    // Capped and checked before the protocol's own parser sees it.
    const parsedBody = parseJson(await readBody(c.req.raw, parts.limits.bodyLimitBytes), parts.limits.depthLimit);
    const reveal = c.req.header('x-countersign-reveal') === 'true';
    const server = serverFor(parts, by, reveal, c.req.raw.signal);
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
    await server.connect(transport);
    return await transport.handleRequest(c.req.raw, { parsedBody });
  } catch (thrown) {
    return problemResponse(c, thrown, parts.ids.next('req'));
  }
}

function serverFor(
  parts: { readonly tools: ToolService; readonly version: string },
  by: Principal,
  reveal: boolean,
  signal: AbortSignal,
): Server {
  const server = new Server(
    { name: 'countersign', version: parts.version },
    {
      capabilities: { tools: {} },
      instructions:
        'Reads the ERP and CRM and proposes changes. Names and addresses come as tokens such as <PERSON_1>; pass them back as they are. A tool whose name begins with propose writes nothing: somebody else has to countersign.',
    },
  );
  server.setRequestHandler(ListToolsRequestSchema, async () => ({
    tools: (await parts.tools.list(by)).map(({ name, description, kind, inputSchema }) => ({
      name,
      description,
      // A JSON schema of an object, made from the tool's own.
      inputSchema: inputSchema as { type: 'object' },
      annotations: { readOnlyHint: kind === 'read', destructiveHint: false, openWorldHint: false },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }): Promise<CallToolResult> => {
    try {
      const result = await parts.tools.call(params.name, params.arguments ?? {}, by, { reveal, signal });
      return { content: [{ type: 'text', text: JSON.stringify(result) }], structuredContent: { result } };
    } catch (thrown) {
      const { code, message, field } = asCountersignError(thrown);
      return {
        isError: true,
        content: [{ type: 'text', text: JSON.stringify({ code, message, ...(field === undefined ? {} : { field }) }) }],
      };
    }
  });
  return server;
}
