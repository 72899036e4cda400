package org.datareload.landing;

import org.datareload.dataset.FileCount;

/**
 * What processing a selection would change, compared by file name.
 *
 * @param selected files that would be loaded
 * @param adds selected files whose names are not live
 * @param replaces selected files whose names are live
 * @param removes live files whose names are not selected
 */
public record Preview(FileCount selected, FileCount adds, FileCount replaces, FileCount removes) {}
