/**
 * What every feature stands on and none of it knows a feature: the scoped {@link
 * io.atalaya.api.platform.Database}, the one error mapper, JSON, paging, ids, time, secrets at
 * rest, the edge of the HTTP server. Clock, randomness and threads are made here and nowhere else.
 */
@NullMarked
package io.atalaya.api.platform;

import org.jspecify.annotations.NullMarked;
