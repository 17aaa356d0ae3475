/**
 * What each {@link io.atalaya.api.identity.Role} may do: one table, {@code policy/matrix.csv},
 * asked before every endpoint runs. What the table does not permit is denied.
 */
@NullMarked
package io.atalaya.api.policy;

import org.jspecify.annotations.NullMarked;
