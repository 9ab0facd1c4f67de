// The operator's command line.
import { processHost } from '@spoor/kit';
import { runAdmin } from './run-admin.ts';

await runAdmin(processHost());
