import type { App } from 'cdk8s';
import { Environment } from '../../src/environment/environment';
import { Dra } from '../../src/kube/devices/claimed-devices';
import { Mount } from '../../src/kube/pod/mount';
import { Model } from '../../src/serving/model/model';
import { cpu, DIGEST, gpu, refusal, serve } from './serving-props';

const on = (kubernetes?: string) => (app: App) => new Environment(app, 'prod', { kubernetes });
const artifact = `ghcr.io/acme/llama@${DIGEST}`;

test.each<[string, object, string, string]>([
  ['image volumes', { ...cpu, model: Model.ociImage(artifact) }, '1.34', '1.35'],
  ['image volumes beside the model', { ...cpu, mounts: [Mount.image('/tools', artifact)] }, '1.34', '1.35'],
  ['claims', { ...gpu, accelerator: Dra.claim({ deviceClass: 'gpu.nvidia.com' }) }, '1.33', '1.34'],
  ['the sleep before the stop', cpu, '1.29', '1.30'],
])('%s are refused on clusters that lack them', (_, props, without, since) => {
  expect(refusal(props, {}, on(without))).toBe('MLService.kubernetes');
  expect(refusal(props, {}, on(since))).toBe('accepted');
  expect(refusal(props, {}, on())).toBe('accepted');
});

test('a refusal says since when, and what to do', () => {
  expect(() => serve({ ...cpu, model: Model.ociImage(artifact) }, 'llama', on('1.34'))).toThrow(
    'Kubernetes has image volumes since 1.35, and the environment has clusters of 1.34\n  fix: use another source of the model',
  );
});

test.each(['1', 'v1.34', '1.34.2', 1.34, ''])('%p is no version', (version) => {
  expect(() => serve(cpu, 'llama', on(version as string))).toThrow('[Environment.kubernetes]');
});
