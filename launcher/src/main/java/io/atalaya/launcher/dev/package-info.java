/**
 * Programs that follow their sources while somebody changes them.
 *
 * <p>Quarkus' own dev mode refuses Maven before 3.9, which is what Debian has; and a program that
 * runs as it is delivered shows what will be delivered.
 *
 * <p>Main type: {@link io.atalaya.launcher.dev.SourceWatch}.
 */
@NullMarked
package io.atalaya.launcher.dev;

import org.jspecify.annotations.NullMarked;
