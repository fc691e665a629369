import { Chart, Testing } from 'cdk8s';
import { AppProject } from '../../src/gitops/argo-cd/app-project';
import { ArgoApplication } from '../../src/gitops/argo-cd/argo-application';
import { FluxKustomization } from '../../src/gitops/flux/flux-kustomization';
import { GitRepository } from '../../src/gitops/flux/git-repository';
import { OciRepository } from '../../src/gitops/flux/oci-repository';

test.each([
  ['GitRepository', GitRepository, ['url', 'ref']],
  ['OciRepository', OciRepository, ['url', 'ref']],
  ['FluxKustomization', FluxKustomization, ['chart', 'source']],
  ['ArgoApplication', ArgoApplication, ['chart', 'source', 'destination', 'project']],
  ['AppProject', AppProject, ['sourceRepos', 'destinations']],
] as const)('%s names every required prop that JavaScript leaves out, with what to write', (name, Construct, props) => {
  const refuse = () => {
    const chart = new Chart(Testing.app(), 'chart', { namespace: 'a' });
    return new (Construct as new (scope: Chart, id: string, props: object) => unknown)(chart, 'it', {});
  };
  for (const prop of props) {
    expect(refuse).toThrow(new RegExp(`chart/it: \`${prop}\` is required\n  fix: add ${prop}: \\S.*\\[${name}\\.${prop}\\]`));
  }
});
