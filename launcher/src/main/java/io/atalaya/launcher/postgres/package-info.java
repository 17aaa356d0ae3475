/**
 * PostgreSQL on this machine: unpacked, initialised, started and stopped by us.
 *
 * <p>Main type: {@link io.atalaya.launcher.postgres.LocalPostgres}. Invariants: it listens on the
 * loopback address only, every role has a random password, and the server never outlives this JVM.
 */
@NullMarked
package io.atalaya.launcher.postgres;

import org.jspecify.annotations.NullMarked;
