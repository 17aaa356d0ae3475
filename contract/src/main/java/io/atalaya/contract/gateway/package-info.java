/**
 * What api and stream-gateway say to each other, as records. Enums are lower-case on the wire, by
 * their {@code toString}; ids are plain strings; times are RFC 3339 in UTC.
 */
@NullMarked
package io.atalaya.contract.gateway;

import org.jspecify.annotations.NullMarked;
