/** Whether a hyperparameter looks as if its value were nobody else's business, by its name or by what it holds. */
export function isSecret(name: string, value: string): boolean {
  return secretName.test(name) || secretValue.test(value)
}

// "max_tokens" and "tokenizer" are no secrets.
const secretName =
  /secret|passw|passphrase|pwd|credential|(api|access|private|account|encryption)[-_. ]?key|token(?![a-z])|(api|access|auth|bearer|session)[-_. ]?tokens|authorization|bearer|connection[-_. ]?string/i

/** Keys of AWS, GitHub, Hugging Face and others; private keys; addresses with a password. */
const secretValue =
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_\w{20}|\bhf_\w{20}|\bsk-[\w-]{20}|\bxox[abprs]-|-----BEGIN [A-Z ]*PRIVATE KEY|\/\/[^\s/:@]+:[^\s/@]+@/
