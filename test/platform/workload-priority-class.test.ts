import { WorkloadPriorityClass, type WorkloadPriorityClassProps } from '../../src/platform/queue/priority-class';
import { codeOf } from '../support/code-of';
import { renderedYaml } from '../support/rendered';

const yaml = (props: Partial<WorkloadPriorityClassProps> = {}) =>
  renderedYaml((chart) => void new WorkloadPriorityClass(chart, 'nightly', { value: -100, ...props }));

describe('a WorkloadPriorityClass', () => {
  test('renders a value for the whole cluster', () => {
    expect(yaml({ description: 'Runs at night, gives way to all others.' })).toMatchSnapshot();
  });

  test.each<[string, string, object]>([
    ['no value', 'WorkloadPriorityClass.value', { value: undefined }],
    ['half a value', 'WorkloadPriorityClass.value', { value: 0.5 }],
    ['a value beyond 32 bits', 'WorkloadPriorityClass.value', { value: 2 ** 31 }],
    ['a long description', 'WorkloadPriorityClass.description', { description: 'a'.repeat(2049) }],
    ['a name that fits no label', 'WorkloadPriorityClass.name', { name: 'a'.repeat(64) }],
  ])('refuses %s', (_, code, props) => {
    expect(codeOf(() => yaml(props))).toBe(code);
  });
});
