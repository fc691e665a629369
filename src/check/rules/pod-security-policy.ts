import { RESTRICTED_VOLUMES } from '../../kube/pod/security';
import { cel, celWords } from '../policy/cel';
import { shippedPodPolicy } from '../policy/pod-policy';

/** Capabilities that a container may add at the level baseline. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline */
export const BASELINE_CAPABILITIES: readonly string[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

/** Settings of the kernel that are those of the pod alone. @see https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/#safe-and-unsafe-sysctls */
export const SAFE_SYSCTLS: readonly string[] = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
];

/** Types of SELinux that a container may have at the level baseline. */
export const SELINUX_TYPES: readonly string[] = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];

/** Where a container may name a host to call. */
export const CALLS: readonly (readonly [...string[]])[] = [
  ...['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((probe) => [
    [probe, 'httpGet'],
    [probe, 'tcpSocket'],
  ]),
  ...['postStart', 'preStop'].flatMap((hook) => [
    ['lifecycle', hook, 'httpGet'],
    ['lifecycle', hook, 'tcpSocket'],
  ]),
];

/** What {@link podSecurityLevel} finds, for the cluster: it reads the level from the labels of the namespace that the object goes to. */
export const podSecurityPolicy = shippedPodPolicy({
  variables: {
    level: "namespaceObject.metadata.?labels[?'pod-security.kubernetes.io/enforce'].orValue('')",
    security: 'variables.pod.?securityContext.orValue({})',
    // Each a pair: whose it is, and the context.
    contexts: cel`
      [[dyn('the pod'), dyn(variables.security)]]
      + variables.containers.map(c, [dyn('container ' + c.name), dyn(c.?securityContext.orValue({}))])`,
    profiles: cel`
      variables.contexts
        .map(pair, string(pair[0]) + ': ' + (
          (pair[1].?seccompProfile.?type.orValue('') == 'Unconfined' ? ['seccompProfile is Unconfined'] : [])
          + (pair[1].?appArmorProfile.?type.orValue('') == 'Unconfined' ? ['appArmorProfile is Unconfined'] : [])
          + (pair[1].?windowsOptions.?hostProcess.orValue(false) ? ['hostProcess is true'] : [])
          + (pair[1].?seLinuxOptions.?type.orValue('') in ${celWords(SELINUX_TYPES)}
            && pair[1].?seLinuxOptions.?user.orValue('') + pair[1].?seLinuxOptions.?role.orValue('') == ''
            ? [] : ['seLinuxOptions leave those of containers'])
        ).join(', '))
        .filter(text, !text.endsWith(': '))`,
    procMount: cel`
      variables.containers
        .filter(c, c.?securityContext.?procMount.orValue('Default') != 'Default')
        .map(c, 'container ' + c.name + ': procMount is not Default')`,
    baseline: cel`
      ['hostNetwork', 'hostPID', 'hostIPC']
        .filter(field, variables.pod[?field].orValue(false))
        .map(field, field + ' is true')
      + variables.pod.?volumes.orValue([]).filter(v, has(v.hostPath)).map(v, 'volume ' + v.name + ' is a directory of the node')
      + variables.security.?sysctls.orValue([])
        .filter(sysctl, !(sysctl.name in ${celWords(SAFE_SYSCTLS)}))
        .map(sysctl, sysctl.name + ' is a setting of the node')
      + variables.profiles
      + (variables.pod.?hostUsers.orValue(true) ? variables.procMount : [])
      + variables.containers
        .map(c, 'container ' + c.name + ': ' + (
          (c.?securityContext.?privileged.orValue(false) ? ['privileged is true'] : [])
          + (c.?ports.orValue([]).exists(port, port.?hostPort.orValue(0) != 0) ? ['a port has a hostPort'] : [])
          + c.?securityContext.?capabilities.?add.orValue([])
            .filter(name, !(name in ${celWords(BASELINE_CAPABILITIES)}))
            .map(name, 'it adds ' + name)
          + [${CALLS.map((call) => `c.?${call.join('.?')}.?host`).join(', ')}]
            .filter(host, host.orValue('') != '')
            .map(host, 'it calls ' + host.value())
        ).join(', '))
        .filter(text, !text.endsWith(': '))`,
    volumes: cel`
      variables.pod.?volumes.orValue([])
        .filter(v, v.exists(kind, !(kind in ${celWords(['name', 'hostPath', ...RESTRICTED_VOLUMES])})))
        .map(v, 'volume ' + v.name + ' is of a kind that restricted forbids')`,
    // Root of a pod with users of its own is nobody on the node.
    root: cel`
      !variables.pod.?hostUsers.orValue(true) ? variables.procMount
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
