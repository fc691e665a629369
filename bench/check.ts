import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Cost, medianCost } from './run';

const RUNS = 3;
const OBJECTS_A_SERVICE = 6;

/** Loaded before the command line: tells at the end what the process cost. */
const METER = `process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.stderr.write(JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1024 }));
});`;

/**
 * Prints how many objects a second of CPU `check <dir>` validates, beside kubeconform when that is on the PATH.
 *
 * KUBECONFORM_SCHEMAS gives kubeconform its `-schema-location`; without it, kubeconform fetches schemas from the network.
 */
export function benchCheck(folder: string, services: number): void {
  const manifests = join(folder, 'manifests');
  writeManifests(manifests, services);
  const meter = join(folder, 'meter.cjs');
  writeFileSync(meter, METER);
  const objects = services * OBJECTS_A_SERVICE;
  const ours = medianCost(Array.from({ length: RUNS }, () => checkCost(meter, manifests)));
  process.stdout.write(`\ncheck <dir> of ${objects} objects, one a file: whole process, median of ${RUNS}\n`);
  process.stdout.write(
    `cdk8s-mlops check ${ours.cpu.toFixed(2)} s of CPU, ${Math.round(objects / ours.cpu)} objects a second, ${ours.memory.toFixed(0)} MiB\n`,
  );
  process.stdout.write(kubeconform(manifests, objects));
}

function checkCost(meter: string, manifests: string): Cost {
  const cli = join(resolve(__dirname, '..'), 'lib/cli/main.js');
  const result = spawnSync(process.execPath, ['--require', meter, cli, 'check', manifests, '--format', 'json'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (result.status !== 0) throw new Error(`check failed: ${result.stderr}${result.stdout.slice(0, 2000)}`);
  return JSON.parse(result.stderr) as Cost;
}

function kubeconform(manifests: string, objects: number): string {
  if (spawnSync('kubeconform', ['-v']).error !== undefined) return 'kubeconform is not on the PATH: not compared\n';
  const location = process.env.KUBECONFORM_SCHEMAS;
  const args = ['-strict', '-n', '1', '-summary', ...(location === undefined ? [] : ['-schema-location', location]), manifests];
  const result = spawnSync('bash', ['-c', 'TIMEFORMAT="%U %S"; time kubeconform "$@" >&2', 'kubeconform', ...args], { encoding: 'utf8' });
  if (result.status !== 0) return `kubeconform failed: ${result.stderr.slice(-500)}\n`;
  const [user = 0, system = 0] = (result.stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  const cpu = user + system;
  return `kubeconform -strict -n 1 ${cpu.toFixed(2)} s of CPU, ${Math.round(objects / cpu)} objects a second\n`;
}

/** Services as people write them: a Deployment, a Service and what belongs to it, each in a file. */
function writeManifests(folder: string, services: number): void {
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < services; index++) {
    for (const [kind, text] of Object.entries(service(`server-${index}`, `team-${index % 50}`)))
      writeFileSync(join(folder, `${kind}-${index}.yaml`), text);
  }
}

function service(name: string, namespace: string): Record<string, string> {
  const head = (apiVersion: string, kind: string) =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n  labels:\n    app.kubernetes.io/name: ${name}\n`;
  return {
    account: `${head('v1', 'ServiceAccount')}automountServiceAccountToken: false\n`,
    deployment: `${head('apps/v1', 'Deployment')}${deploymentSpec(name)}`,
    service: `${head('v1', 'Service')}spec:\n  type: ClusterIP\n  selector:\n    app.kubernetes.io/name: ${name}\n  ports:\n    - name: http\n      port: 80\n      targetPort: http\n`,
    ingress: `${head('networking.k8s.io/v1', 'Ingress')}spec:\n  ingressClassName: haproxy\n  rules:\n    - host: ${name}.example.com\n      http:\n        paths:\n          - path: /\n            pathType: Prefix\n            backend:\n              service:\n                name: ${name}\n                port:\n                  name: http\n`,
    autoscaler: `${head('autoscaling/v2', 'HorizontalPodAutoscaler')}spec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: ${name}\n  minReplicas: 2\n  maxReplicas: 6\n  metrics:\n    - type: Resource\n      resource:\n        name: cpu\n        target:\n          type: Utilization\n          averageUtilization: 70\n`,
    budget: `${head('policy/v1', 'PodDisruptionBudget')}spec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app.kubernetes.io/name: ${name}\n`,
  };
}

function deploymentSpec(name: string): string {
  const probe = (path: string) =>
    `            httpGet:\n              path: ${path}\n              port: http\n            periodSeconds: 10\n`;
  return `spec:
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      serviceAccountName: ${name}
      containers:
        - name: server
          image: ghcr.io/acme/${name}:1.4.2@sha256:${'0123456789abcdef'.repeat(4)}
          args: ["--port", "8080"]
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: LOG_LEVEL
              value: info
          resources:
            requests:
              cpu: 500m
              memory: 1Gi
            limits:
              memory: 1Gi
          readinessProbe:
${probe('/ready')}          livenessProbe:
${probe('/live')}          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          volumeMounts:
            - name: cache
              mountPath: /cache
      volumes:
        - name: cache
          emptyDir: {}
`;
}
