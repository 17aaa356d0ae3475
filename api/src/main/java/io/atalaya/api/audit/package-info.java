/**
 * What happened, for those who have to account for it: who did what to what, when, from where and
 * why. Rows are added inside the transaction of what they tell about, and never change.
 *
 * <p>{@link io.atalaya.api.audit.AuditTrail} writes, {@link io.atalaya.api.audit.Refusals} writes
 * what callers can cause as often as they like, {@link io.atalaya.api.audit.Audit} reads.
 */
@NullMarked
package io.atalaya.api.audit;

import org.jspecify.annotations.NullMarked;
