import { AppProject } from '../../src/gitops/argo-cd/app-project';
import { ArgoApplication } from '../../src/gitops/argo-cd/argo-application';
import { FluxKustomization } from '../../src/gitops/flux/flux-kustomization';
import { GitRepository } from '../../src/gitops/flux/git-repository';
import { OciRepository } from '../../src/gitops/flux/oci-repository';
import { refusal } from './world';

test.each([
  ['GitRepository.url', GitRepository],
  ['OciRepository.url', OciRepository],
  ['FluxKustomization.chart', FluxKustomization],
  ['ArgoApplication.chart', ArgoApplication],
  ['AppProject.sourceRepos', AppProject],
])('a prop that JavaScript leaves out is refused by its name: %s', (code, Construct) => {
  expect(refusal((scope) => new Construct(scope, 'it', {} as never))).toBe(code);
});
