/**
 * Programs that should always run, and what keeps them running.
 *
 * <p>Main type: {@link io.atalaya.launcher.service.Keeper}.
 */
@NullMarked
package io.atalaya.launcher.service;

import org.jspecify.annotations.NullMarked;
