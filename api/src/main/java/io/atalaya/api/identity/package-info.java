/**
 * Who calls: people with passwords and cookies, programs with API keys, and the {@link
 * io.atalaya.api.identity.Caller} both become. Also the keys that sign our tokens.
 *
 * <p>Invariants: no password, cookie or key is kept in clear; every request to a resource has a
 * caller unless the resource is marked {@link io.atalaya.api.identity.WithoutCaller}; a caller acts
 * in at most one tenant.
 */
@NullMarked
package io.atalaya.api.identity;

import org.jspecify.annotations.NullMarked;
