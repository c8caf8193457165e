/** What an authenticator knows a user by: the 16 bytes of the id, which say nothing about the person. */

export function userHandleBytes(userId: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(userId.replaceAll('-', ''), 'hex'));
}

/** As it comes back in an answer: base64url. */
export function userHandleOf(userId: string): string {
  return Buffer.from(userHandleBytes(userId)).toString('base64url');
}
