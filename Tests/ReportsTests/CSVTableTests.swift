import Reports
import Testing

@Test func cellsAreWrittenAsRFC4180Wants() {
  var table = CSVTable(header: ["name", "value, USD"])
  table.append([.text("plain"), .number("-12.50")])
  table.append([.text("a, b"), .empty])
  table.append([.text("say \"yes\""), .text("two\nlines")])
  table.append([.text("one\r\ntwo"), .text("\u{4E8C}")])
  #expect(
    table.text
      == "name,\"value, USD\"\nplain,-12.50\n\"a, b\",\n\"say \"\"yes\"\"\",\"two\nlines\"\n\"one\r\ntwo\",\u{4E8C}\n")
}

/// A spreadsheet must not run what somebody called a design; numbers keep their sign.
@Test(arguments: ["=", "+", "-", "@"])
func formulasAreDefused(sign: String) {
  var table = CSVTable(header: ["design_id"])
  table.append([.text(sign + "SUM(A1)")])
  table.append([.text(sign + "a,b")])
  table.append([.number("-1.0")])
  #expect(table.text == "design_id\n'\(sign)SUM(A1)\n\"'\(sign)a,b\"\n-1.0\n")
}
