/**
 * Child processes that never outlive this one.
 *
 * <p>Main type: {@link io.atalaya.launcher.process.Tether}.
 */
@NullMarked
package io.atalaya.launcher.process;

import org.jspecify.annotations.NullMarked;
