import { Runtime } from '../../src/serving/runtime/runtime';
import { cpu, gpu, refusal, serve, TRITON_IMAGE } from './serving-props';

test('the Service has the name of the service, and its ports go to named ports', () => {
  for (const props of [cpu, gpu, { ...cpu, runtime: Runtime.triton({ image: TRITON_IMAGE }) }]) {
    const served = serve(props);
    const service = served.find('Service');
    expect(service?.metadata.name).toBe(served.service.name);
    expect(service?.spec.ports.map((port: { targetPort: string }) => port.targetPort)).toEqual(
      served.server.ports?.map((port) => port.name),
    );
    expect(service?.spec.ports[0]).toMatchObject({ name: 'http', port: served.service.port });
  }
});

test('its port is 80 for every runtime, so that a change of runtime is none for callers', () => {
  expect([serve(cpu).service.port, serve(gpu).service.port]).toEqual([80, 80]);
  expect(serve({ ...cpu, servicePort: 8000 }).service.port).toBe(8000);
});

test.each([0, 1.5, 65_536])('port %d is refused', (servicePort) => expect(refusal(cpu, { servicePort })).toBe('MLService.servicePort'));

test("a port that another of the runtime's has is refused", () => {
  expect(refusal({ ...cpu, runtime: Runtime.triton({ image: TRITON_IMAGE }) }, { servicePort: 8002 })).toBe('MLService.servicePort');
});
