import { join } from 'node:path';
import { Environment, GitOpsApp } from 'cdk8s-mlops';
import { deliverByArgo } from './argo';
import { deliverByFlux } from './flux';
import { H100, type Stage } from './stage';
import { languageTeam } from './teams/language';
import { recommendationTeam } from './teams/recommendation';

/**
 * A platform of two teams in three environments. The teams' code is the same everywhere; dev and staging share a cluster that Flux looks
 * after, prod has one of its own with Argo CD.
 */
export function platform(): GitOpsApp {
  const app = new GitOpsApp({ outdir: 'dist/platform' });
  const releaseFile = (name: string) => join(__dirname, `releases/${name}.yaml`);
  const small = { replicas: 1, gpus: 1 };

  const dev = new Environment(app, 'dev', {
    releaseFile: releaseFile('dev'),
    cluster: 'nonprod',
    namespacePrefix: 'dev-',
    pins: 'recommended',
    capacity: { [H100]: 4 },
  });
  deliverByFlux(dev, teams({ environment: dev, ...small }));

  const staging = new Environment(app, 'staging', {
    releaseFile: releaseFile('staging'),
    cluster: 'nonprod',
    namespacePrefix: 'staging-',
    capacity: { [H100]: 4 },
  });
  deliverByFlux(staging, teams({ environment: staging, ...small }));

  const prod = new Environment(app, 'prod', { releaseFile: releaseFile('prod'), capacity: { [H100]: 16 } });
  deliverByArgo(prod, teams({ environment: prod, replicas: 3, gpus: 2 }));
  return app;
}

function teams(stage: Stage) {
  return [recommendationTeam(stage), languageTeam(stage)];
}
