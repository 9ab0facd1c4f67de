import type { ConfigCheck, ConfigSpec } from '@spoor/core';
import { tagListProblem } from '@spoor/kit';

export interface AgentConfig {
  readonly tags: string;
}

export const agentConfig: ConfigSpec<AgentConfig> = {
  title: 'Agent',
  fields: {
    tags: {
      flag: 'agent.tags',
      aliases: ['jaeger.tags'],
      type: 'string',
      default: '',
      help: 'Tags added to the process of every span: key=value pairs with commas between. A value may be an environment variable: its name in braces after a dollar sign, a default after a colon.',
    },
  },
  check({ tags }): ConfigCheck {
    const problem = tagListProblem('agent.tags', tags);
    return { errors: problem === null ? [] : [problem], warnings: [] };
  },
};
