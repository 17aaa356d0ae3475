package io.atalaya.api.session;

import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A tenant's use on one day of UTC; of today, until now.
 *
 * @param viewerMinutes all sessions' time between activation and end, on that day
 * @param sessions that began to be watched on that day
 * @param peakStreams most slots that were held at one moment
 * @param refusals tries to watch that were refused
 */
@Schema(name = "UsageDay", description = "one day of UTC; of today, until now")
public record UsageDay(
    LocalDate day,
    @Schema(description = "time that sessions were watched on that day, to a tenth")
        double viewerMinutes,
    @Schema(description = "sessions that began to be watched") long sessions,
    @Schema(description = "most slots held at one moment") int peakStreams,
    @Schema(description = "tries to watch that were refused") long refusals) {}
