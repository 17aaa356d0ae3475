/**
 * What happened, for whoever follows along: programs and pages by {@code GET /events}, other
 * systems by webhooks. {@link io.atalaya.api.event.Events} writes into the transaction of the
 * change; everything else reads what was written.
 *
 * <p>Beside the audit, which is for those who have to account for something later: an event says
 * what is, to whoever has to show or do something about it now, and is kept for days.
 */
@NullMarked
package io.atalaya.api.event;

import org.jspecify.annotations.NullMarked;
