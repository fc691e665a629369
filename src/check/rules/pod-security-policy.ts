import { RESTRICTED_VOLUMES } from '../../kube/restricted-volumes';
import { cel, celWords } from '../policy/cel';
import { podPolicy } from '../policy/pod-policy';
import { BASELINE_CAPABILITIES } from './baseline-capabilities';

/** What {@link podSecurityLevel} finds, for the cluster: it reads the level from the labels of the namespace that the object goes to. */
export const podSecurityPolicy = podPolicy({
  variables: {
    level: "namespaceObject.metadata.?labels[?'pod-security.kubernetes.io/enforce'].orValue('')",
    security: 'variables.pod.?securityContext.orValue({})',
    baseline: cel`
      ['hostNetwork', 'hostPID', 'hostIPC']
        .filter(field, variables.pod[?field].orValue(false))
        .map(field, field + ' is true')
      + variables.pod.?volumes.orValue([]).filter(v, has(v.hostPath)).map(v, 'volume ' + v.name + ' is a directory of the node')
      + (variables.security.?seccompProfile.?type.orValue('') == 'Unconfined' ? ['seccompProfile is Unconfined'] : [])
      + variables.containers
        .map(c, 'container ' + c.name + ': ' + (
          (c.?securityContext.?privileged.orValue(false) ? ['privileged is true'] : [])
          + (c.?securityContext.?procMount.orValue('Default') == 'Default' ? [] : ['procMount is not Default'])
          + (c.?ports.orValue([]).exists(port, port.?hostPort.orValue(0) != 0) ? ['a port has a hostPort'] : [])
          + c.?securityContext.?capabilities.?add.orValue([])
            .filter(name, !(name in ${celWords(BASELINE_CAPABILITIES)}))
            .map(name, 'it adds ' + name)
          + (c.?securityContext.?seccompProfile.?type.orValue('') == 'Unconfined' ? ['seccompProfile is Unconfined'] : [])
        ).join(', '))
        .filter(text, !text.endsWith(': '))`,
    volumes: cel`
      variables.pod.?volumes.orValue([])
        .filter(v, v.exists(kind, !(kind in ${celWords(['name', 'hostPath', ...RESTRICTED_VOLUMES])})))
        .map(v, 'volume ' + v.name + ' is of a kind that restricted forbids')`,
    // Root of a pod with users of its own is nobody on the node.
    root: cel`
      !variables.pod.?hostUsers.orValue(true) ? []
        : (variables.security.?runAsNonRoot.orValue(true) ? [] : ['runAsNonRoot is not true'])
          + (variables.security.?runAsUser.orValue(1) == 0 ? ['runAsUser is 0'] : [])
          + variables.containers
            .filter(c, !c.?securityContext.?runAsNonRoot.or(variables.security.?runAsNonRoot).orValue(false))
            .map(c, 'container ' + c.name + ': runAsNonRoot is not true')
          + variables.containers
            .filter(c, c.?securityContext.?runAsUser.orValue(1) == 0)
            .map(c, 'container ' + c.name + ': runAsUser is 0')`,
    linux: cel`
      variables.pod.?os.?name.orValue('') == 'windows' ? [] : variables.containers
        .map(c, 'container ' + c.name + ': ' + (
          (c.?securityContext.?allowPrivilegeEscalation.orValue(true) ? ['allowPrivilegeEscalation is not false'] : [])
          + ('ALL' in c.?securityContext.?capabilities.?drop.orValue([]) ? [] : ['it does not drop ALL'])
          + c.?securityContext.?capabilities.?add.orValue([]).filter(name, name != 'NET_BIND_SERVICE').map(name, 'it adds ' + name)
          + (c.?securityContext.?seccompProfile.or(variables.security.?seccompProfile).hasValue() ? [] : ['no seccompProfile is set'])
        ).join(', '))
        .filter(text, !text.endsWith(': '))`,
  },
  findings: cel`
    variables.level == 'restricted' ? variables.baseline + variables.volumes + variables.root + variables.linux
      : variables.level == 'baseline' ? variables.baseline
      : []`,
});
