/**
 * Real Chromium windows on the running product. {@link io.atalaya.e2e.browser.Windows} opens them
 * for a test; a {@link io.atalaya.e2e.browser.BrowserWindow} fails its test on any console error,
 * failed request or refusal that the test did not announce.
 */
@NullMarked
package io.atalaya.e2e.browser;

import org.jspecify.annotations.NullMarked;
