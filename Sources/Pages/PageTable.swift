/// The figures behind a picture, folded away below it; the first column is words.
struct PageTable {
  let summary: String
  let heads: [String]
  let rows: [[TableCell]]
  /// Columns after the first that are words too.
  var wordColumns: Set<Int> = []
  /// Whether these are the many points of a drawing, which stay off paper.
  var isLong = false

  /// For `tableTemplate`.
  var values: [String: Any] {
    let columns = heads.indices.map { Column(self, $0) }
    return [
      "summary": summary, "class": isLong ? "long" : "",
      "heads": zip(heads, columns).map { ["text": $0, "attributes": $1.headAttributes] },
      "rows": rows.map { row in
        ["cells": zip(row, columns).map { ["text": $0.text, "attributes": $1.attributes(of: $0)] }]
      },
    ]
  }

  /// How the cells of one column are saved.
  private struct Column {
    /// Figures stand at the right of their column.
    let alignment: String
    /// What its numbers count; nil where they count several things, and then each says its own.
    let unit: TableCell.Unit?
    let hasEnds: Bool

    init(_ table: PageTable, _ place: Int) {
      alignment = place == 0 || table.wordColumns.contains(place) ? "" : " class=\"n\""
      var units: [TableCell.Unit] = []
      var hasEnds = false
      for row in table.rows where row.indices.contains(place) {
        guard case .number(_, let ends, let unit) = row[place].content else { continue }
        if !units.contains(unit) { units.append(unit) }
        hasEnds = hasEnds || ends != nil
      }
      unit = units.count > 1 ? nil : units.first ?? TableCell.Unit.none
      self.hasEnds = hasEnds
    }

    var headAttributes: String {
      let name = unit?.name ?? ""
      return alignment + (name.isEmpty ? "" : " data-unit=\"\(name)\"") + (hasEnds ? " data-ends=\"1\"" : "")
    }

    /// Words are saved as they stand.
    func attributes(of cell: TableCell) -> String {
      switch cell.content {
      case .words: return alignment
      case .missing: return alignment + " data-v=\"\""
      case .number(let value, let ends, let own):
        let name = unit == nil ? own.name : ""
        let numbers = [value] + (ends.map { [$0.lowerBound, $0.upperBound] } ?? [])
        return alignment + " data-v=\"\(numbers.map(saved).joined(separator: "|"))\(name.isEmpty ? "" : " \(name)")\""
      }
    }

    /// Every digit, so that reading it gives the same number again.
    private func saved(_ value: Double?) -> String {
      guard let value, value.isFinite else { return "" }
      let text = "\(value)"
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
  }
}

/// A table that opens on a click.
let tableTemplate = #"""
  <details class="{{class}}"><summary>{{summary}}</summary><div class="scroll"><table><thead><tr>{{#heads}}<th{{{attributes}}}>{{text}}</th>{{/heads}}</tr></thead>
  <tbody>{{#rows}}<tr>{{#cells}}<td{{{attributes}}}>{{text}}</td>{{/cells}}</tr>{{/rows}}</tbody></table></div></details>
  """#
