/**
 * The demo: simulated cameras, and the tenants, people and keys that go with them, made through the
 * api's public HTTP interface as any other program would.
 */
@NullMarked
package io.atalaya.launcher.demo;

import org.jspecify.annotations.NullMarked;
