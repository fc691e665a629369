import { Size } from 'cdk8s';
import { type Case, TWICE } from './case';

/** One change of sound props for each documented code. */
export const APP: readonly Case[] = [
  ['Environment.capacity', 'Environment', 'capacity', { a: -1 }],
  ['Environment.cluster', 'Environment', 'cluster', ''],
  ['Environment.downloadLimit', 'Environment', 'downloadLimit', Size.kibibytes(0)],
  ['Environment.kubernetes', 'Environment', 'kubernetes', ''],
  ['Environment.namespace', 'Tenant', 'name', ''],
  ['GitOpsApp.costLabels', 'GitOpsApp', 'costLabels', { team: '' }],
  ['GitOpsApp.labelDomain', 'GitOpsApp', 'labelDomain', ''],
  ['GitOpsApp.outputFileExtension', 'GitOpsApp', 'outputFileExtension', ''],
  ['GitOpsApp.recordConstructMetadata', 'GitOpsApp', 'recordConstructMetadata', true],
  ['GitOpsApp.repositoryPath', 'GitOpsApp', 'repositoryPath', '../x'],
  ['GitOpsApp.yamlOutputType', 'GitOpsApp', 'yamlOutputType', 0],
  ['Mount.name', 'MLService', 'mounts.0.name', ''],
  ['Mount.path', 'MLService', 'mounts', TWICE],
  ['Mount.subPath', 'MLService', 'mounts.0.subPath', '../x'],
  ['RulePolicies.action', 'RulePolicies', 'action', []],
  ['RulePolicies.name', 'RulePolicies', 'name', ''],
  ['RulePolicies.namespaces', 'RulePolicies', 'namespaces', { labels: {} }],
  ['RulePolicies.rules', 'RulePolicies', 'rules', []],
  ['RulePolicies.trusted', 'RulePolicies', 'trusted', ['']],
];
