/** Files with promises: secrets only their owner reads, folders that are whole or absent. */
@NullMarked
package io.atalaya.launcher.files;

import org.jspecify.annotations.NullMarked;
