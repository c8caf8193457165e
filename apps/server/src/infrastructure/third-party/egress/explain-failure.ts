import { EgressError } from './egress-error.ts';

const certificateCodes =
  /^(CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED|UNABLE_TO_|ERR_SSL_|EPROTO$|HOSTNAME_MISMATCH|INVALID_CA)/;

/** An error of a socket in the words of the egress; its text is not passed on, for it may hold what a server sent. */
export function explainFailure(error: unknown, hostname: string): EgressError {
  if (error instanceof EgressError) return error;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (certificateCodes.test(code)) {
    return new EgressError('certificate-not-trusted', `the certificate of ${hostname} is not to be trusted (${code})`, {
      cause: error,
    });
  }
  if (code.startsWith('HPE_')) {
    return new EgressError('answer-unreadable', `the answer of ${hostname} is not HTTP (${code})`, { cause: error });
  }
  if (code === 'ETIMEDOUT') return new EgressError('timed-out', `${hostname} did not answer in time`, { cause: error });
  return new EgressError(
    'connection-failed',
    `the connection to ${hostname} failed${code === '' ? '' : ` (${code})`}`,
    {
      cause: error,
    },
  );
}
