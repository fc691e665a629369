import { type Model, modelUri } from './model';
import { modelRevision } from './model-pin';

/** Annotations that say which model runs, for people, audits and dashboards. */
export function provenance(model: Model): Record<string, string> {
  const revision = modelRevision(model);
  return {
    'model.cdk8s-mlops/source': modelUri(model),
    ...(revision === undefined ? {} : { 'model.cdk8s-mlops/revision': revision }),
  };
}
