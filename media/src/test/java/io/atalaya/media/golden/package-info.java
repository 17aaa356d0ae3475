/** From what cameras write and send to what players read, letter for letter. */
@NullMarked
package io.atalaya.media.golden;

import org.jspecify.annotations.NullMarked;
