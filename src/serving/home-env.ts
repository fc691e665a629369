import type { EnvVariables } from '../kube/environment-variables';

/** Variables for servers that write below their home directory, run by a user that the image may not know. */
export function homeEnv(user: string): EnvVariables {
  // Without USER, PyTorch asks the password file for the user's name and fails: pytorch/pytorch#140765, vllm-project/vllm#44548.
  return { HOME: '/tmp', USER: user };
}
