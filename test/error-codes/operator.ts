import { type Case, From } from './case';

/** One change of sound props for each documented code. */
export const OPERATOR: readonly Case[] = [
  ['KServeInferenceService.model', 'KServeInferenceService', 'serviceAccount', ''],
  ['KServeInferenceService.modelSize', 'KServeInferenceService', 'modelSize', undefined],
  ['KServeInferenceService.name', 'KServeInferenceService', 'name', ''],
  ['KServeInferenceService.replicas', 'KServeInferenceService', 'replicas', new From('MLService scaled by KEDA')],
  ['KServeInferenceService.runtime', 'KServeInferenceService', 'runtime', undefined],
  ['KServeLLMInferenceService.args', 'KServeLLMInferenceService', 'runtime.args', ['']],
  ['KServeLLMInferenceService.gateway', 'KServeLLMInferenceService', 'gateway.name', ''],
  ['KServeLLMInferenceService.model', 'KServeLLMInferenceService', 'serviceAccount', ''],
  ['KServeLLMInferenceService.modelSize', 'KServeLLMInferenceService', 'modelSize', undefined],
  ['KServeLLMInferenceService.name', 'KServeLLMInferenceService', 'name', ''],
  ['KServeLLMInferenceService.nodes', 'KServeLLMInferenceService', 'nodes', 0],
  ['KServeLLMInferenceService.replicas', 'KServeLLMInferenceService', 'replicas', new From('MLService scaled by use')],
  ['KServeLLMInferenceService.routeGroup', 'KServeLLMInferenceService', 'routeGroup.name', ''],
  ['KServeLLMInferenceService.runtime', 'KServeLLMInferenceService', 'runtime', undefined],
  ['KubeRayService.app', 'KubeRayService', 'app', '-x'],
  ['KubeRayService.applications', 'KubeRayService', 'applications', []],
  ['KubeRayService.head', 'KubeRayService', 'head', undefined],
  ['KubeRayService.image', 'KubeRayService', 'image', ''],
  ['KubeRayService.name', 'KubeRayService', 'name', ''],
  ['KubeRayService.rayVersion', 'KubeRayService', 'rayVersion', undefined],
  ['KubeRayService.startup', 'KubeRayService', 'startup', undefined],
  ['KubeRayService.upgrade', 'KubeRayService', 'workers.0.replicas', 2],
  ['KubeRayService.version', 'KubeRayService', 'version', '-x'],
  ['KubeRayService.workers', 'KubeRayService', 'workers', []],
];
