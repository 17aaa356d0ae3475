package io.atalaya.contract.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Where a run's time to its first playable part went, step after step; together they are {@code
 * startupMillis}. A step that an engine does not tell apart is null and counts to the next.
 *
 * @param connectMillis from the start of the run to the connection
 * @param describeMillis from there until the camera has described itself and agreed to play
 * @param keyFrameMillis from there to the first key frame, for which one can only wait
 * @param partMillis from there to the first part, which is mostly that part's own duration
 */
public record Startup(
    @Nullable Long connectMillis,
    @Nullable Long describeMillis,
    @Nullable Long keyFrameMillis,
    @Nullable Long partMillis) {}
