import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import { GitOpsApp, type Layout } from 'cdk8s-mlops';

/**
 * The program that is measured: a tree of charts of six objects, rendered once.
 *
 * Arguments: engine (cdk8s, mlops, or mlops-validated, which checks schemas and rules as well), layout, number of charts, output directory. Prints its own CPU seconds and peak memory.
 */
function main([engine, layout, charts, outdir]: readonly string[]): void {
  const app =
    engine === 'cdk8s'
      ? plainApp(layout, outdir)
      : new GitOpsApp({ outdir, layout: layout as Layout, validate: engine === 'mlops-validated' });
  for (let index = 0; index < Number(charts); index++) addChart(app, index);
  app.synth();
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.stdout.write(JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1024 }));
}

function plainApp(layout: string | undefined, outdir: string | undefined): App {
  const type = layout === 'file-per-chart' ? YamlOutputType.FILE_PER_CHART : YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE;
  return new App({ outdir, yamlOutputType: type });
}

function addChart(app: App, index: number): void {
  const chart = new Chart(app, `chart-${index}`, { namespace: `team-${index % 50}` });
  const name = `server-${index}`;
  const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'model-server' };
  const metadata = { name, labels };
  new ApiObject(chart, 'account', { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false });
  new ApiObject(chart, 'deployment', { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: deploymentSpec(name, labels) });
  new ApiObject(chart, 'service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { type: 'ClusterIP', selector: labels, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
  });
  new ApiObject(chart, 'ingress', { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata, spec: ingressSpec(name) });
  new ApiObject(chart, 'autoscaler', {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata,
    spec: autoscalerSpec(name),
  });
  new ApiObject(chart, 'disruption', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata,
    spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
  });
}

function deploymentSpec(name: string, labels: Record<string, string>): object {
  const resources = { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '1Gi' } };
  const probe = (path: string) => ({ httpGet: { path, port: 'http' }, periodSeconds: 10, failureThreshold: 3 });
  const container = {
    name: 'server',
    image: `ghcr.io/acme/${name}:1.4.2@sha256:${'0123456789abcdef'.repeat(4)}`,
    args: ['--port', '8080', '--workers', '4'],
    ports: [{ name: 'http', containerPort: 8080 }],
    env: [
      { name: 'LOG_LEVEL', value: 'info' },
      { name: 'MODEL_DIR', value: '/models' },
    ],
    resources,
    readinessProbe: probe('/ready'),
    livenessProbe: probe('/live'),
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    volumeMounts: [{ name: 'models', mountPath: '/models', readOnly: true }],
  };
  const spec = {
    serviceAccountName: name,
    containers: [container],
    volumes: [{ name: 'models', persistentVolumeClaim: { claimName: name } }],
  };
  return { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } };
}

function ingressSpec(name: string): object {
  const backend = { service: { name, port: { name: 'http' } } };
  return {
    ingressClassName: 'haproxy',
    rules: [{ host: `${name}.example.com`, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
  };
}

function autoscalerSpec(name: string): object {
  const metric = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } };
  return { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, minReplicas: 2, maxReplicas: 6, metrics: [metric] };
}

main(process.argv.slice(2));
