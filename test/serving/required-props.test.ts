import type { MLServiceProps } from '../../src/serving/ml-service-props';
import { Model } from '../../src/serving/model/model';
import { Runtime } from '../../src/serving/runtime/runtime';
import { codeOf } from '../support/code-of';
import { cpu, gpu, serve, TOOL_IMAGE, TRITON_IMAGE } from './serving-props';

const code = (props: unknown) => codeOf(() => serve(props as MLServiceProps));

test.each([[undefined], [null]])('props of %j are refused', (props) => expect(code(props)).toBe('MLService.props'));

test('every required prop that is left out is named', () => {
  const refuse = () => serve({} as MLServiceProps);
  for (const prop of ['model', 'runtime', 'cpu', 'memory']) expect(refuse).toThrow(`\`${prop}\` is required\n  fix: add ${prop}: `);
});

test.each(['model', 'runtime', 'cpu', 'memory', 'modelSize'])('a plain JavaScript caller who forgets %s is told so', (prop) => {
  expect(code({ ...gpu, [prop]: undefined })).toBe(`MLService.${prop}`);
  expect(code({ ...gpu, [prop]: null })).toBe(`MLService.${prop}`);
});

test.each(['memory', 'modelSize', 'scratch', 'sharedMemory', 'ephemeralStorage'])('text in the place of the size %s is refused', (prop) => {
  expect(code({ ...gpu, [prop]: '16Gi' })).toBe(`MLService.${prop}`);
});

test.each<[string, object]>([
  ['a bucket without download', { ...gpu, model: Model.s3('s3://bucket/llama') }],
  ['Triton and the hub without download', { ...gpu, runtime: Runtime.triton({ image: TRITON_IMAGE }) }],
  ['a download without image', { ...gpu, download: {} }],
  ['a download of a model in place', { ...cpu, download: { image: TOOL_IMAGE } }],
])('%s is refused', (_, props) => expect(code(props)).toBe('MLService.download'));
