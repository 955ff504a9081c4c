/// A line broken at its words where it is wider than a terminal; what follows is indented a step more than its beginning.
public func wrappedLine(_ line: String, width: Int) -> [String] {
  guard line.count > width else { return [line] }
  let indent = String(line.prefix { $0 == " " })
  let wrapped = Wording.wrapped(
    String(line.dropFirst(indent.count)), width: max(20, width - indent.count), indent: "  ")
  return wrapped.map { indent + $0 }
}

/// Rows of cells as lines of a width, the first column left-aligned; what does not fit follows below.
public func alignedRows(_ rows: [[String]], width: Int) -> [String] {
  var table = TextTable()
  for row in rows { table.append(row) }
  return table.lines(width: width)
}
