let reloading = false;

/**
 * Whether the page is about to come again. Then its sessions go on under the same instance ids, and
 * are not to be ended. A browser that does not tell (no Navigation API) reloads like a good-bye.
 */
export const isReloading = (): boolean => reloading;

window.navigation?.addEventListener('navigate', ({ navigationType }) => {
  reloading = navigationType === 'reload';
});
