/// The figures behind a picture, folded away below it; the first column is words.
struct PageTable {
  let summary: String
  let heads: [String]
  let rows: [[String]]
  /// Columns after the first that are words too.
  var wordColumns: Set<Int> = []
  /// Whether these are the many points of a drawing, which stay off paper.
  var isLong = false

  /// For `tableTemplate`.
  var values: [String: Any] {
    func cells(_ texts: [String]) -> [[String: String]] {
      texts.enumerated().map { ["text": $1, "class": $0 == 0 || wordColumns.contains($0) ? "" : "n"] }
    }
    return [
      "summary": summary, "class": isLong ? "long" : "", "heads": cells(heads),
      "rows": rows.map { ["cells": cells($0)] },
    ]
  }
}

/// A table that opens on a click.
let tableTemplate = #"""
  <details class="{{class}}"><summary>{{summary}}</summary><div class="scroll"><table><thead><tr>{{#heads}}<th class="{{class}}">{{text}}</th>{{/heads}}</tr></thead>
  <tbody>{{#rows}}<tr>{{#cells}}<td class="{{class}}">{{text}}</td>{{/cells}}</tr>{{/rows}}</tbody></table></div></details>
  """#
