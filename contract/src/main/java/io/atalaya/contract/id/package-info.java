/**
 * Ids as types. A value of such a type has been checked once, at the edge, and needs no second
 * look; a {@code String} where an id belongs does not compile.
 */
@NullMarked
package io.atalaya.contract.id;

import org.jspecify.annotations.NullMarked;
