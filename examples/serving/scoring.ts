import { type Chart, Size } from 'cdk8s';
import { Caller, Cpu, MLService, Model, type Release, Runtime, Scale } from 'cdk8s-mlops';

/** A scoring service on processors, whose model is part of its image. */
export function scoring(chart: Chart, release: Release): void {
  new MLService(chart, 'churn', {
    model: Model.bakedIn('/models/churn'),
    runtime: Runtime.custom({ image: release.image('churn'), port: 8080, readinessPath: '/ready', livenessPath: '/live' }),
    replicas: Scale.hpa({ min: 3, max: 12, cpuUtilization: 60 }),
    cpu: Cpu.cores(1),
    memory: Size.gibibytes(2),
    callers: [Caller.namespace('gateway'), Caller.pods({ app: 'recommendations' })],
  });
}
