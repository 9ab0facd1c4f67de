import { getCACertificates } from 'node:tls';

/**
 * PEM texts of the authorities that are trusted when none are given: those of the system, as Go has it (also
 * SSL_CERT_FILE and SSL_CERT_DIR), and those that the runtime brings, for images without any.
 */
export function usualAuthorities(): readonly string[] {
  return [...new Set([...getCACertificates('system'), ...getCACertificates('default')])];
}
