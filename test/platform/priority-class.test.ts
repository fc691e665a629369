import { App, Chart } from 'cdk8s';
import { deliveryHintsOf } from '../../src/kube/delivery/delivery-hints';
import { PriorityClass, type PriorityClassProps } from '../../src/platform/queue/priority-class';
import { codeOf } from '../support/code-of';
import { renderedYaml } from '../support/rendered';

const yaml = (props: Partial<PriorityClassProps> = {}) =>
  renderedYaml((chart) => void new PriorityClass(chart, 'serving', { value: 1000, ...props }));

describe('a PriorityClass', () => {
  test('renders in no namespace', () => {
    expect(yaml({ preemption: 'Never', description: 'What users wait for.' })).toMatchSnapshot();
  });

  test('is deleted and created when it changes: its fields cannot be', () => {
    expect(deliveryHintsOf(new PriorityClass(new Chart(new App(), 'test'), 'serving', { value: 1 }).resource).recreate).toBe(true);
  });

  test.each<[string, string, Partial<PriorityClassProps>]>([
    ['no value', 'PriorityClass.value', { value: undefined }],
    ['a value that belongs to Kubernetes', 'PriorityClass.value', { value: 1_000_000_001 }],
    ['half a value', 'PriorityClass.value', { value: 0.5 }],
    ['a name of Kubernetes', 'PriorityClass.name', { name: 'system-team' }],
    ['a name with a capital', 'PriorityClass.name', { name: 'Serving' }],
    ['an unknown preemption', 'PriorityClass.preemption', { preemption: 'Always' as never }],
  ])('refuses %s', (_, code, props) => {
    expect(codeOf(() => yaml(props))).toBe(code);
  });
});
