import { Chart, Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import fc from 'fast-check';
import { GitOpsApp } from '../../src/app/gitops-app';
import { ConfigError } from '../../src/base/config-error';
import { Cpu } from '../../src/base/cpu';
import { FindingsError } from '../../src/base/findings-error';
import { BatchJob } from '../../src/batch/batch-job';
import { Run } from '../../src/batch/run/run';
import { GitRef, GitRepository } from '../../src/gitops/flux/git-repository';
import { TeamNamespace } from '../../src/platform/namespace/team-namespace';
import { ConfigMap } from '../../src/platform/storage/config-map';
import { DataVolume } from '../../src/platform/storage/data-volume';
import { Schemas } from '../../src/schema/packs/known-schemas';
import { validateObject } from '../../src/schema/validate-object';
import { MLService } from '../../src/serving/ml-service';
import { Model } from '../../src/serving/model/model';
import { Runtime } from '../../src/serving/runtime/runtime';

/** Text that people and attackers write where a name, a path or an image is asked for. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '',
    ' ',
    'UPPER',
    '-a',
    'a-',
    'a.b',
    '..',
    '/',
    '/..',
    'a\nb',
    'a: b',
    '# c',
    '*',
    '&a',
    '!!x',
    '{{ x }}',
    `$\{X}`,
    '$(X)',
    '__proto__',
    'constructor',
    'null',
    'yes',
    '0644',
    '1e3',
    'a'.repeat(64),
    'a'.repeat(300),
    '😀',
    '\u0000',
    '\u202e',
  ),
);
/** The constructs library itself refuses an empty id, and one that every JavaScript object has as a field. */
const id = text.filter((each) => each !== '' && !(each in {}));
const number = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, 2 ** 53, 65_535, 65_536),
);
const texts = fc.array(text, { maxLength: 3 });
const map = fc.dictionary(text, text, { maxKeys: 3 });
const duration = fc.integer({ min: 0, max: 10_000_000 }).map((millis) => Duration.millis(millis));
const size = fc.integer({ min: 0, max: 10_000_000 }).map((kibibytes) => Size.kibibytes(kibibytes));

const IMAGE = `ghcr.io/acme/scorer:1@sha256:${'0'.repeat(64)}`;
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

/** A construct with props of the right type and any value. */
type Make = (scope: Construct) => unknown;

const CONSTRUCTS: Readonly<Record<string, fc.Arbitrary<Make>>> = {
  MLService: fc
    .record({
      id,
      app: maybe(text),
      replicas: number,
      path: text,
      health: text,
      port: number,
      image: fc.oneof(text, fc.constant(IMAGE)),
      memory: size,
    })
    .map(
      ({ id, app, replicas, path, health, port, image, memory }) =>
        (scope: Construct) =>
          new MLService(scope, id, {
            app,
            model: Model.bakedIn(path),
            runtime: Runtime.custom({ image, port, healthPath: health }),
            replicas,
            cpu: Cpu.cores(1),
            memory,
          }),
    ),
  BatchJob: fc
    .record({
      id,
      image: fc.oneof(text, fc.constant(IMAGE)),
      args: maybe(texts),
      command: maybe(texts),
      env: maybe(map),
      deadline: maybe(duration),
      memory: size,
    })
    .map(
      ({ id, memory, ...props }) =>
        (scope: Construct) =>
          new BatchJob(scope, id, { run: Run.once(), cpu: Cpu.cores(1), memory, ...props }),
    ),
  ConfigMap: fc.record({ id, data: map }).map(
    ({ id, data }) =>
      (scope: Construct) =>
        new ConfigMap(scope, id, { data }),
  ),
  DataVolume: fc.record({ id, size, storageClass: text }).map(
    ({ id, ...props }) =>
      (scope: Construct) =>
        new DataVolume(scope, id, props as never),
  ),
  TeamNamespace: fc.record({ id, labels: map }).map(
    ({ id, ...props }) =>
      (scope: Construct) =>
        new TeamNamespace(scope, id, props as never),
  ),
  GitRepository: fc.record({ id, url: text, branch: text, interval: maybe(duration) }).map(
    ({ id, url, branch, interval }) =>
      (scope: Construct) =>
        new GitRepository(scope, id, { url, ref: GitRef.branch(branch), interval } as never),
  ),
};

const schemas = new Schemas();

test.each(Object.entries(CONSTRUCTS))('%s with any values is refused by name, or gives objects that a server takes', (_, arbitrary) => {
  fc.assert(
    fc.property(arbitrary, (make) => {
      let findings: readonly unknown[] = [];
      try {
        const app = new GitOpsApp();
        make(new Chart(app, 'chart', { namespace: 'team-a' }));
        findings = [...app.render().charts.values()].flat().flatMap(({ manifest }) => validateObject(schemas, manifest).findings);
      } catch (error) {
        if (!ConfigError.is(error) && !FindingsError.is(error)) throw error;
      }
      expect(findings).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
