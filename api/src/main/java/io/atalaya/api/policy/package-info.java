/**
 * What each {@link io.atalaya.api.identity.Role} may do: one table, asked by every use case. What
 * the table does not name is denied.
 */
@NullMarked
package io.atalaya.api.policy;

import org.jspecify.annotations.NullMarked;
