import { containerSecurity, exceptionAnnotations, podSecurity, type SecurityProps } from '../../src/kube/pod/security';
import { yamlDocument } from '../../src/manifest/yaml-text';
import { LABEL_CONTEXT } from '../support/label-context';
import { restrictedViolations } from './restricted';

const pod = (props?: SecurityProps) => ({
  securityContext: podSecurity('X.security', 'prod/x', props),
  containers: [{ name: 'main', securityContext: containerSecurity(props?.exceptions) }],
});

describe('what it renders', () => {
  test('a restricted pod, as far as nothing else is asked for', () => expect(yamlDocument(pod())).toMatchSnapshot());

  test('user and group', () =>
    expect(yamlDocument(pod({ runAsUser: 1000, fsGroup: 2000, supplementalGroups: [109] }).securityContext)).toMatchSnapshot());

  test('exceptions with their reasons', () => {
    const exceptions = { runAsRoot: 'The driver installer writes to /usr.', writableRootFilesystem: 'Triton unpacks its backends.' };
    expect(yamlDocument(pod({ runAsUser: 0, exceptions }))).toMatchSnapshot();
    expect(exceptionAnnotations('X.security', 'prod/x', LABEL_CONTEXT, exceptions)).toEqual({
      'security.cdk8s-mlops/run-as-root': 'The driver installer writes to /usr.',
      'security.cdk8s-mlops/writable-root-filesystem': 'Triton unpacks its backends.',
    });
  });

  test('no annotation without an exception', () => expect(exceptionAnnotations('X.security', 'prod/x', LABEL_CONTEXT)).toEqual({}));
});

describe('the restricted Pod Security Standard', () => {
  test.each<[string, SecurityProps | undefined, string[]]>([
    ['is met by default', undefined, []],
    ['is met with a user', { runAsUser: 1000, fsGroup: 0 }, []],
    ['is met with a writable root file system, of which it says nothing', { exceptions: { writableRootFilesystem: 'why' } }, []],
    ['is left in one point by the exception for root', { exceptions: { runAsRoot: 'why' } }, ['main: runAsNonRoot']],
    ['is left in both its points by root itself', { runAsUser: 0, exceptions: { runAsRoot: 'why' } }, ['runAsUser', 'main: runAsNonRoot']],
  ])('%s', (_what, props, violations) => expect(restrictedViolations(pod(props))).toEqual(violations));

  test('is what the checker of these tests looks for', () => {
    const loose = {
      hostNetwork: true,
      volumes: [{ name: 'host', hostPath: { path: '/' } }],
      containers: [
        {
          name: 'main',
          securityContext: { privileged: true, capabilities: { add: ['SYS_ADMIN'] } },
          ports: [{ containerPort: 1, hostPort: 1 }],
        },
      ],
    };
    expect(restrictedViolations(loose)).toEqual([
      'hostNetwork',
      'volume host',
      ...[
        'privileged',
        'allowPrivilegeEscalation',
        'runAsNonRoot',
        'seccompProfile',
        'capabilities.drop',
        'capabilities.add',
        'hostPort',
      ].map((field) => `main: ${field}`),
    ]);
  });
});

describe('what it refuses', () => {
  test.each<[string, SecurityProps, string]>([
    ['root without a reason', { runAsUser: 0 }, 'X.security.runAsUser'],
    ['a negative user', { runAsUser: -1 }, 'X.security.runAsUser'],
    ['half a user', { runAsUser: 0.5 }, 'X.security.runAsUser'],
    ['a user beyond 32 bits', { runAsUser: 2 ** 31 }, 'X.security.runAsUser'],
    ['a negative group', { fsGroup: -1 }, 'X.security.fsGroup'],
    ['a further group without number', { supplementalGroups: [Number.NaN] }, 'X.security.supplementalGroups'],
  ])('%s', (_what, props, code) =>
    expect(() => pod(props)).toThrow(expect.objectContaining({ name: 'ConfigError', code, where: 'prod/x' })),
  );

  test.each(['', '  \n'])('an exception with %j as its reason', (reason) => {
    for (const exceptions of [{ runAsRoot: reason }, { writableRootFilesystem: reason }, { unrestrictedVolumes: reason }]) {
      expect(() => exceptionAnnotations('X.security', 'prod/x', LABEL_CONTEXT, exceptions)).toThrow(
        expect.objectContaining({ code: 'X.security.exceptions' }),
      );
    }
  });
});
