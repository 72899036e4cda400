package org.datareload.landing;

import org.datareload.dataset.FileCount;

/**
 * What processing a selection would change, by file name.
 *
 * @param selected the files that would be loaded
 * @param adds those of them whose names are not live
 * @param replaces those of them whose names are live
 * @param removes live files whose names would be gone
 */
public record Preview(FileCount selected, FileCount adds, FileCount replaces, FileCount removes) {}
