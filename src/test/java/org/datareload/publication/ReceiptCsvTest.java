package org.datareload.publication;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** CSV receipts as a spreadsheet reads them. */
class ReceiptCsvTest {
  @Test
  void noTextIsEvaluatedAsAFormula() {
    assertThat(ReceiptCsv.row("=cmd|' /C calc'!A0.csv", "+1", "-1", "@x", "\tx"))
        .isEqualTo("\"'=cmd|' /C calc'!A0.csv\",\"'+1\",\"'-1\",\"'@x\",\"'\tx\"\r\n");
  }

  @Test
  void quotesCommasAndLineBreaksAreEscaped() {
    assertThat(ReceiptCsv.row("a\"b,c\nd", null, 5L)).isEqualTo("\"a\"\"b,c\nd\",\"\",\"5\"\r\n");
  }
}
