// Beside the application: UDP in, gRPC out.
import { runService } from '@spoor/kit';
import { service } from './service.ts';

await runService(service);
