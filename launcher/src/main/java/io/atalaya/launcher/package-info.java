/**
 * One-machine mode: PostgreSQL, the api and the stream-gateway as children of one process.
 *
 * <p>Invariants: no child outlives the launcher; a child that dies is started again on the same
 * port; all state is under the data folder.
 */
@NullMarked
package io.atalaya.launcher;

import org.jspecify.annotations.NullMarked;
