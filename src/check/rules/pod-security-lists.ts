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
