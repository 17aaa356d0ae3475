/**
 * Bytes of strangers, made up by a coverage-guided fuzzer (Jazzer). {@code check} gives each target
 * its kept corpus, which is in the resources beside it; {@code check nightly} also lets the fuzzer
 * look for more. What it finds it writes into that corpus, where it stays.
 *
 * <p>Each target is alone in its class: a JVM fuzzes one only. Besides "only the refusals that are
 * documented", each says what always holds of what comes out.
 */
package io.atalaya.media.fuzz;
