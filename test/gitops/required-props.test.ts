import { AppProject } from '../../src/gitops/app-project';
import { ArgoApplication } from '../../src/gitops/argo-application';
import { FluxKustomization } from '../../src/gitops/flux-kustomization';
import { GitRepository } from '../../src/gitops/git-repository';
import { OciRepository } from '../../src/gitops/oci-repository';
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
