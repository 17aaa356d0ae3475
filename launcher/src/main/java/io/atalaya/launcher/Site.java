package io.atalaya.launcher;

import java.nio.file.Path;

/**
 * What one start is about.
 *
 * @param root of the built product
 */
record Site(
    Mode mode,
    Options options,
    Addresses addresses,
    DataFolder folder,
    Secrets secrets,
    Path root) {}
