import type { ValueComment } from '../../src/manifest/manifest';

/** Objects as teams commit them, with the texts that are hard to write. */
export const REALISTIC: readonly { readonly value: Record<string, unknown>; readonly comments?: readonly ValueComment[] }[] = [
  {
    value: {
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      metadata: {
        namespace: 'scoring',
        name: 'scorer',
        labels: { 'app.kubernetes.io/name': 'scorer', 'app.kubernetes.io/version': '1.4' },
        annotations: { note: 'yes' },
      },
      spec: {
        template: {
          metadata: { labels: { 'app.kubernetes.io/name': 'scorer' } },
          spec: {
            nodeSelector: { 'nvidia.com/gpu.present': 'true' },
            tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
            volumes: [
              { name: 'tmp', emptyDir: {} },
              { name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '2Gi' } },
            ],
            containers: [
              {
                env: [
                  { value: '0', name: 'LOG_LEVEL' },
                  { name: 'GREETING', value: 'Grüße: 100 %' },
                  { name: 'TOKEN', valueFrom: { secretKeyRef: { key: 'token', name: 'scorer' } } },
                ],
                image: 'ghcr.io/acme/scorer:1.4.2@sha256:1111111111111111111111111111111111111111111111111111111111111111',
                args: ['--model=/models/a', '--port', '8080', '-v', '- x', '--json={"a": 1}', '$(GREETING)', ''],
                command: ['sh', '-c', '#!/bin/sh\nset -eu\nif true; then\n\techo "$1"\nfi\n'],
                resources: { limits: { 'nvidia.com/gpu': '1', memory: '16Gi', cpu: '4' }, requests: { cpu: 4, memory: '16Gi' } },
                readinessProbe: { periodSeconds: 5, httpGet: { path: '/ready', port: 'http' } },
                securityContext: { runAsNonRoot: true, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } },
                volumeMounts: [{ mountPath: '/tmp', name: 'tmp' }],
                ports: [{ containerPort: 8080, name: 'http' }],
                name: 'scorer',
              },
            ],
          },
        },
        selector: { matchLabels: { 'app.kubernetes.io/name': 'scorer' } },
        replicas: 2,
      },
    },
    comments: [{ path: ['spec', 'template', 'spec', 'containers', 0, 'image'], text: '{"$imagepolicy": "flux-system:scorer"}' }],
  },
  {
    value: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'scripts', namespace: 'scoring' },
      data: {
        'train.py': 'import os\n\n\ndef main():\n    print("no: yes # really")\n\n\nmain()\n',
        'no-newline': 'a\nb',
        'blank-lines-after': 'a\nb\n\n',
        'comment-first': '# settings\nlr: 0.1\n',
        'indented-first': '  a\nb\n',
        'empty-first': '\na\n',
        'trailing-space': 'a \nb\n',
        'windows.txt': 'a\r\nb\r\n',
        'tab-first': '\ta\nb\n',
        'tabs.mk': 'all:\n\tgo build\n',
        empty: '',
        '10': 'ten',
        '9': 'nine',
        documents: '---\na: b\n---\nc: d\n',
        comment: 'a # b',
        path: 'C:\\temp\\new',
        long: 'long words '.repeat(40).trim(),
      },
    },
  },
  {
    value: {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'system:reader' },
      rules: [{ verbs: ['get', '*'], apiGroups: ['', '*'], resources: ['pods'] }],
    },
  },
  {
    value: {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'nightly', namespace: 'training' },
      spec: {
        schedule: '0 3 * * *',
        timeZone: 'Etc/UTC',
        jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'train', image: 'a/b:1' }] } } } },
      },
    },
  },
  {
    value: {
      apiVersion: 'example.com/v1',
      kind: 'Matrix',
      metadata: { name: 'm' },
      spec: {
        rows: [[1, 2], [], [{ a: 1, b: [] }, [0.5, 1e21, 1e-7]]],
        nothing: null,
        when: '2024-01-01',
        off: false,
        octal: '0755',
        ratio: 0.25,
        list: [[['deep']]],
      },
    },
  },
];
