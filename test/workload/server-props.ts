import { Size } from 'cdk8s';
import { Cpu } from '../../src/base/cpu';
import { Health } from '../../src/workload/health';
import type { ServerProps } from '../../src/workload/server-props';

/** The least that a server must be given. */
export const LEAST: ServerProps = {
  image: `ghcr.io/acme/api:1.4@sha256:${'0123456789abcdef'.repeat(4)}`,
  ports: { http: 8080 },
  health: Health.http('/healthz'),
  cpu: Cpu.cores(1),
  memory: Size.gibibytes(2),
};
